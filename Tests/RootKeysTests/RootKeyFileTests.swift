import KeyCrypto
import Records
import Testing

@testable import RootKeys

@Suite struct RootKeyFileTests {
    let directory: Directory
    var place: RootKeyPlace { directory.place }

    init() throws { directory = try Directory() }

    func open(_ secret: HeldSecret? = nil, create: Bool = false) throws(RootKeyFileError) -> LocalRootKey {
        try RootKeyStore.open(
            directory: directory.path, passphrase: secret, create: create, randomness: randomness)
    }

    @Test func aRootKeyThatWasMadeIsTheOneThatIsOpened() throws {
        let made = try open(create: true)
        #expect(try open().id == made.id)
        #expect(try open(create: true).id == made.id)
        #expect(directory.names == ["root.key"])
        #expect(directory.mode(of: place.current) == 0o600)
    }

    @Test func aRootKeyIsNotMadeUnlessAsked() {
        #expect(throws: RootKeyFileError.missing(place.current)) { try open() }
        #expect(directory.names.isEmpty)
    }

    @Test func aRootKeyIsNotMadeBesideTheOneOfARotation() throws {
        _ = try place.makeCheaply(at: \.next, nil)
        #expect(throws: RootKeyFileError.missing(place.current)) { try open(create: true) }
    }

    @Test func theFileReadsAsItsFormatSays() throws {
        _ = try open(create: true)
        let lines = String(decoding: directory.bytes(of: place.current), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0] == "trent root key 1")
        #expect(lines[1] == "kind: file")
        #expect(lines[2].wholeMatch(of: /key: [0-9a-f]{64}/) != nil)
        #expect(lines[3].wholeMatch(of: /checksum: [0-9a-f]{64}/) != nil)
    }

    @Test func aFileOfTheFirstVersionOpensForEver() throws {
        let text = """
            trent root key 1
            kind: file
            key: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
            checksum: fe14678e00306501ca3fa3278beaac2055f5f01ede9e96dda0adda2894671d9b

            """
        directory.put(Array(text.utf8), at: place.current)
        var bytes = Array(UInt8(0)...31)
        let expected = LocalRootKey(SecretBytes(consuming: &bytes), randomness: randomness)
        #expect(try open().id == expected.id)
    }

    @Test func aPassphraseProtectsTheKey() throws {
        let made = try place.makeCheaply(at: \.current, passphrase("correct horse"))
        #expect(try open(passphrase("correct horse")).id == made.id)
        #expect(throws: RootKeyFileError.wrongPassphrase(place.current)) { try open(passphrase("correct horsf")) }
        #expect(throws: RootKeyFileError.passphraseNeeded(place.current)) { try open() }
    }

    @Test func aNewPassphraseCostsWhatLibsodiumCallsModerate() throws {
        let made = try open(passphrase("battery staple"), create: true)
        let text = String(decoding: directory.bytes(of: place.current), as: UTF8.self)
        #expect(text.contains("\nargon2id-operations: 3\nargon2id-memory-bytes: 268435456\n"))
        #expect(try open(passphrase("battery staple")).id == made.id)
    }

    @Test func aPassphraseForAnUnprotectedFileIsRefused() throws {
        _ = try open(create: true)
        #expect(throws: RootKeyFileError.passphraseUnused(place.current)) { try open(passphrase("x")) }
    }

    @Test(arguments: [nil, "secret"])
    func everyFlippedBitOfTheFileIsNoticed(secret: String?) throws {
        let phrase = secret.map { passphrase($0) }
        _ = try place.makeCheaply(at: \.current, phrase)
        let whole = directory.bytes(of: place.current)
        for index in whole.indices {
            for bit in 0..<8 {
                var flipped = whole
                flipped[index] ^= 1 << bit
                directory.put(flipped, at: place.current)
                #expect(throws: RootKeyFileError.malformed(place.current), "byte \(index), bit \(bit)") {
                    try open(phrase)
                }
            }
        }
    }

    @Test(arguments: [nil, "secret"])
    func aTruncatedOrLongerFileIsNoticed(secret: String?) throws {
        let phrase = secret.map { passphrase($0) }
        _ = try place.makeCheaply(at: \.current, phrase)
        let whole = directory.bytes(of: place.current)
        for length in whole.indices {
            directory.put(Array(whole.prefix(length)), at: place.current)
            #expect(throws: RootKeyFileError.malformed(place.current), "\(length) bytes") { try open(phrase) }
        }
        for longer in [whole + [0x0A], whole + whole, [0x0A] + whole, whole + Array(repeating: 0, count: 5000)] {
            directory.put(longer, at: place.current)
            #expect(throws: RootKeyFileError.malformed(place.current)) { try open(phrase) }
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644, 0o610, 0o666] as [UInt32])
    func aFileThatOthersCanReadIsRefused(mode: UInt32) throws {
        _ = try open(create: true)
        directory.put(directory.bytes(of: place.current), at: place.current, mode: mode)
        #expect(throws: RootKeyFileError.permissions(place.current)) { try open() }
    }

    @Test func aFileThatOnlyItsOwnerCanReadIsTakenWithoutWriteAccess() throws {
        let made = try open(create: true)
        directory.put(directory.bytes(of: place.current), at: place.current, mode: 0o400)
        #expect(try open().id == made.id)
    }

    @Test func aDirectoryInItsPlaceIsNoRootKey() {
        #expect(throws: RootKeyFileError.malformed("/tmp")) {
            try place.open("/tmp", passphrase: nil, randomness: randomness)
        }
    }

    @Test func aRootKeyIsNotMadeInADirectoryThatDoesNotExist() {
        #expect(throws: RootKeyFileError.io(directory.path + "/none/root.key.partial", "No such file or directory")) {
            try RootKeyStore.open(
                directory: directory.path + "/none", passphrase: nil, create: true, randomness: randomness)
        }
    }

    @Test func whatAnInterruptedWriteLeftIsReplaced() throws {
        directory.put(Array("half a ke".utf8), at: place.current + ".partial", mode: 0o644)
        _ = try open(create: true)
        #expect(directory.names == ["root.key"])
        #expect(directory.mode(of: place.current) == 0o600)
    }
}
