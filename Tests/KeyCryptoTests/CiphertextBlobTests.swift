import KeyCrypto
import Testing

@Suite("A ciphertext blob") struct CiphertextBlobTests {
    static let account: UInt64 = 111_122_223_333
    static let material = [UInt8](repeating: 0x5A, count: 32)
    static let fresh: [UInt8] = (0..<28).map { $0 }
    static let plaintext = Array("a secret of Alice".utf8)
    static let context = CanonicalContext([(key: "purpose", value: "test")])

    let keyID: BinaryKeyID
    let materialID: KeyMaterialID

    init() throws {
        keyID = try #require(BinaryKeyID("1234abcd-12ab-34cd-56ef-1234567890ab"))
        materialID = KeyMaterialID(of: secret(Self.material), keyID: keyID)
    }

    private func seal(_ plaintext: [UInt8] = plaintext, context: CanonicalContext = context) -> [UInt8] {
        CiphertextBlob.seal(
            plaintext, account: Self.account, keyID: keyID, materialID: materialID, with: secret(Self.material),
            context: context, fresh: Self.fresh)
    }

    private func open(
        _ blob: [UInt8], material: [UInt8] = material, context: CanonicalContext = context
    ) throws(CryptoError) -> [UInt8] {
        try CiphertextBlob(parsing: blob).open(with: secret(material), context: context)
    }

    @Test("opens to its plaintext, and is longer by the same number of bytes", arguments: [0, 1, 16, 17, 4095, 4096])
    func roundTrip(count: Int) throws {
        let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let blob = seal(plaintext)
        #expect(blob.count == count + CiphertextBlob.overheadBytes)
        #expect(CiphertextBlob.overheadBytes == 105)
        #expect(try open(blob) == plaintext)
    }

    @Test("says which key and which key material made it")
    func header() throws {
        let blob = try CiphertextBlob(parsing: seal())
        #expect(blob.account == Self.account)
        #expect(blob.keyID == keyID)
        #expect(blob.materialID == materialID)
    }

    @Test("is refused with any bit flipped, and with anything taken away or added")
    func tampering() {
        let blob = seal()
        for (name, tampered) in tamperings(of: blob) {
            #expect(throws: CryptoError.notAuthentic, "\(name)") { try open(tampered) }
        }
    }

    @Test("is refused with any byte set to any other value in its header")
    func everyHeaderByte() {
        let blob = seal()
        for place in 0..<61 {
            for value in UInt8.min...UInt8.max where value != blob[place] {
                var tampered = blob
                tampered[place] = value
                #expect(throws: CryptoError.notAuthentic, "byte \(place) = \(value)") { try open(tampered) }
            }
        }
    }

    @Test("is refused with the header of another blob, whose check is right", arguments: 0..<4)
    func foreignHeader(field: Int) throws {
        let otherKey = try #require(BinaryKeyID("1234abcd-12ab-34cd-56ef-1234567890ac"))
        let multiRegion = try #require(BinaryKeyID("mrk-1234abcd12ab34cd56ef1234567890ab"))
        let otherMaterial = try #require(KeyMaterialID(bytes: [UInt8](repeating: 1, count: 32)))
        let other = CiphertextBlob.seal(
            Self.plaintext, account: field == 0 ? 1 : Self.account,
            keyID: field == 1 ? otherKey : field == 2 ? multiRegion : keyID,
            materialID: field == 3 ? otherMaterial : materialID,
            with: secret(Self.material), context: Self.context, fresh: Self.fresh)
        #expect(try open(other) == Self.plaintext)
        let mixed = Array(other[..<61]) + seal()[61...]
        #expect(throws: Never.self) { try CiphertextBlob(parsing: mixed) }
        #expect(throws: CryptoError.notAuthentic) { try open(mixed) }
    }

    @Test("is refused with another encryption context")
    func otherContext() {
        let others = [
            CanonicalContext.empty, CanonicalContext([(key: "purpose", value: "Test")]),
            CanonicalContext([(key: "Purpose", value: "test")]), CanonicalContext([(key: "purposet", value: "est")]),
            CanonicalContext([(key: "purpose", value: "test"), (key: "", value: "")]),
        ]
        for context in others { #expect(throws: CryptoError.notAuthentic) { try open(seal(), context: context) } }
        #expect(throws: CryptoError.notAuthentic) { try open(seal(context: .empty)) }
    }

    @Test("is refused with other key material, also with another key's")
    func otherMaterial() {
        for place in 0..<32 {
            var other = Self.material
            other[place] ^= 1
            #expect(throws: CryptoError.notAuthentic) { try open(seal(), material: other) }
        }
        #expect(throws: CryptoError.notAuthentic) { try open(seal(), material: Self.material + [1]) }
        #expect(throws: CryptoError.notAuthentic) { try open(seal(), material: Array(Self.material.dropLast())) }
    }

    @Test("keeps every account's twelve digits", arguments: [0, 1, 999_999_999_999, (1 << 48) - 1] as [UInt64])
    func accounts(account: UInt64) throws {
        let blob = CiphertextBlob.seal(
            [], account: account, keyID: keyID, materialID: materialID, with: secret(Self.material), context: .empty,
            fresh: Self.fresh)
        #expect(try CiphertextBlob(parsing: blob).account == account)
    }

    @Test("is refused if it is nothing of the kind", arguments: [0, 1, 60, 61, 104, 105, 106, 6144])
    func noise(count: Int) {
        var random = Generator(seed: UInt64(count))
        for _ in 0..<100 {
            var bytes = random.bytes(count)
            #expect(throws: CryptoError.notAuthentic) { try CiphertextBlob(parsing: bytes) }
            for (place, value) in [1, 1, 0].enumerated() where place < count { bytes[place] = UInt8(value) }
            #expect(throws: CryptoError.notAuthentic) { try CiphertextBlob(parsing: bytes) }
        }
    }
}
