import AWSJSON
import KeyCrypto
import RecordStoreContract
import Records
import Testing

@testable import Identity

@Suite("A session token") struct SessionTokenTests {
    private let randomness = SeededRandomness(seed: 5)

    private func tokenKey() -> HeldSecret { HeldSecret(SecretBytes(count: 32) { randomness.fill($0) }) }

    private func key(_ kind: Session.Kind = .assumedRole, change: (inout Session) -> Void = { _ in })
        -> TemporaryAccessKey
    {
        var session = Session(
            kind: kind, issuerARN: "arn:aws:iam::111122223333:role/service/reader", issuerID: "AROAEXAMPLE",
            issued: 1000)
        change(&session)
        return TemporaryAccessKey(
            id: randomness.temporaryAccessKeyID(), secret: randomness.secretAccessKey(),
            principal: Principal(of: session, name: "alice@example.com", account: "111122223333"),
            expires: 1000 + 3_600_000)
    }

    private func expectSame(_ one: TemporaryAccessKey?, _ other: TemporaryAccessKey) throws {
        let one = try #require(one)
        #expect(one.id == other.id)
        #expect(one.secret.text == other.secret.text)
        #expect(one.principal == other.principal)
        #expect(one.expires == other.expires)
    }

    @Test("says all that went into it", arguments: [Session.Kind.assumedRole, .federatedUser, .sessionToken])
    func saysAll(_ kind: Session.Kind) throws {
        let tokenKey = tokenKey()
        let plain = key(kind)
        try expectSame(
            SessionToken.open(SessionToken.seal(plain, under: tokenKey, randomness: randomness), under: tokenKey), plain
        )
        let full = key(kind) { session in
            session.policy =
                #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"é"}]}"#
            session.policyARNs = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/x"]
            session.tags = [IAMTag(key: "Team", value: "rot"), IAMTag(key: "größe", value: "")]
            session.transitiveTagKeys = ["Team"]
            session.sourceIdentity = "alice"
            session.federatedProvider = "arn:aws:iam::111122223333:oidc-provider/idp.example.com"
        }
        try expectSame(
            SessionToken.open(SessionToken.seal(full, under: tokenKey, randomness: randomness), under: tokenKey), full)
    }

    @Test("names who has it as AWS does") func namesPrincipal() {
        #expect(key().principal.arn == "arn:aws:sts::111122223333:assumed-role/reader/alice@example.com")
        #expect(key().principal.userID == "AROAEXAMPLE:alice@example.com")
        let federated = key(.federatedUser).principal
        #expect(federated.arn == "arn:aws:sts::111122223333:federated-user/alice@example.com")
        #expect(federated.userID == "111122223333:alice@example.com")
        let user = key(.sessionToken).principal
        #expect(user.arn == "arn:aws:iam::111122223333:role/service/reader")
        #expect(user.userID == "AROAEXAMPLE")
    }

    @Test("is never the same twice, and shows nothing") func isSealed() throws {
        let tokenKey = tokenKey()
        let key = key()
        let one = SessionToken.seal(key, under: tokenKey, randomness: randomness)
        #expect(one != SessionToken.seal(key, under: tokenKey, randomness: randomness))
        let bytes = try #require(Base64.decode(one))
        #expect(bytes.first == 1)
        for text in [key.id, key.secret.text, "reader", "alice"] {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(text))
        }
    }

    @Test("of which a bit was changed, anywhere, does not open") func isAuthentic() throws {
        let tokenKey = tokenKey()
        let bytes = try #require(Base64.decode(SessionToken.seal(key(), under: tokenKey, randomness: randomness)))
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                #expect(SessionToken.open(Base64.encode(changed), under: tokenKey) == nil)
            }
        }
    }

    @Test("that is cut short, grown or garbage does not open") func hasItsForm() throws {
        let tokenKey = tokenKey()
        let token = SessionToken.seal(key(), under: tokenKey, randomness: randomness)
        let bytes = try #require(Base64.decode(token))
        for count in 0..<bytes.count {
            #expect(SessionToken.open(Base64.encode(Array(bytes[..<count])), under: tokenKey) == nil)
        }
        let others = [
            "", "=", "x", token + "AAAA", Base64.encode(bytes + [0]), " " + token, token + "\n",
            String(repeating: "A", count: 1 << 20), "\u{0}", "AQ==",
        ]
        for other in others { #expect(SessionToken.open(other, under: tokenKey) == nil) }
    }

    @Test("of another store does not open") func isOfOneStore() {
        let token = SessionToken.seal(key(), under: tokenKey(), randomness: randomness)
        #expect(SessionToken.open(token, under: tokenKey()) == nil)
    }

    @Test("stays below 4096 characters with as much as policies and tags may take") func isShort() {
        let key = key { session in
            session.policy = String(decoding: (0..<2036).map { UInt8(ascii: "A") + UInt8($0 % 26) }, as: UTF8.self)
            session.tags =
                [IAMTag(key: "k", value: String(repeating: "v", count: 256))]
                + (0..<3).map { IAMTag(key: "k\($0)", value: String(repeating: "v", count: 160)) }
        }
        guard let session = key.principal.session else { return }
        #expect(PackedSession.policyBytes(of: session) <= SessionLimits.packedPolicyBytesMax)
        #expect(PackedSession.tagBytes(of: session) <= SessionLimits.packedTagBytesMax)
        #expect(SessionToken.seal(key, under: tokenKey(), randomness: randomness).utf8.count <= 4096)
    }
}

@Suite("Packed bytes") struct PackingTests {
    @Test(
        "are unpacked to what they were", arguments: ["", "a", "é", "\u{0}\u{7F}\u{80}\u{FF}", "arn:aws:arn:aws:iam::"])
    func roundTrip(_ text: String) {
        #expect(PolicyPacking.unpack(PolicyPacking.pack(text)) == text)
    }

    @Test("of random texts too") func roundTripAtRandom() {
        let randomness = SeededRandomness(seed: 9)
        for count in 0..<300 {
            let text = String(decoding: randomness.bytes(count), as: UTF8.self)
            #expect(PolicyPacking.unpack(PolicyPacking.pack(text)) == text)
        }
    }

    @Test("make a policy about half as long") func areShorter() {
        let policy = #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kms:Decrypt","kms:DescribeKey"],
            "Resource":"arn:aws:kms:us-east-1:111122223333:key/*","Condition":{"StringEquals":
            {"kms:EncryptionContext:tenant":"${aws:PrincipalTag/tenant}"}}}]}
            """#
        let minified = PolicyPacking.minified(policy) ?? ""
        #expect(PolicyPacking.pack(minified).count * 2 < policy.utf8.count)
    }

    @Test("that nobody packed are none", arguments: [[0xFF], [0xFE], [0x80 + 100], [0xFF, 0xC3]] as [[UInt8]])
    func areRefused(_ bytes: [UInt8]) {
        #expect(PolicyPacking.unpack(bytes) == nil)
    }

    @Test("of numbers of any size are read again") func numbers() {
        for number in [0, 1, 127, 128, 16_383, 16_384, 1_700_000_000_000, Int.max] {
            var writer = SessionWriter()
            writer.write(number: number)
            writer.bytes.withUnsafeBytes { bytes in
                var reader = SessionReader(bytes)
                #expect(reader.number() == number)
                #expect(reader.isAtEnd)
            }
        }
    }

    @Test("at random never end in a trap") func garbage() {
        let randomness = SeededRandomness(seed: 10)
        for count in 0..<2000 {
            randomness.bytes(count % 200).withUnsafeBytes { _ = PackedSession.unpack($0) }
        }
        var longest = [UInt8](repeating: 0xFF, count: 20)
        longest[0] = 0
        #expect(longest.withUnsafeBytes { PackedSession.unpack($0) == nil })
    }
}
