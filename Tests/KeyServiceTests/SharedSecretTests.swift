import AWSJSON
import KMSModel
import KeyService
import Testing

/// Key agreement, encapsulation and message authentication codes.
@Suite struct SharedSecretTests {
    @Test(arguments: KeyKind.agreement)
    func twoKeysAgreeOnASecret(kind: KeyKind) async throws {
        let world = try await World()
        let (one, other) = (try await world.newKey(kind), try await world.newKey(kind))
        func publicKey(_ key: String) async throws -> JSONValue {
            try #require(try await world.ok(.getPublicKey, ["KeyId": .string(key)], in: kind.region)["PublicKey"])
        }
        func secret(_ key: String, _ peer: JSONValue) async throws -> JSONValue {
            try await world.ok(
                .deriveSharedSecret,
                ["KeyId": .string(key), "KeyAgreementAlgorithm": .string("ECDH"), "PublicKey": peer], in: kind.region)
        }
        let first = try await secret(one, publicKey(other))
        #expect(first["SharedSecret"] == (try await secret(other, publicKey(one)))["SharedSecret"])
        #expect(first["SharedSecret"]?.bytes?.isEmpty == false)
        #expect(first["KeyOrigin"]?.string == "AWS_KMS")
        #expect(first["KeyAgreementAlgorithm"]?.string == "ECDH")
    }

    @Test func aPublicKeyOfAnotherCurveOrNoneAtAllIsRefused() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind.agreement[0])
        let other = try await world.newKey(KeyKind.agreement[1])
        let foreign = try #require(try await world.ok(.getPublicKey, ["KeyId": .string(other)])["PublicKey"])
        for peer in [foreign, .bytes([1, 2, 3])] {
            try await world.expect(
                .validationException, nil, .deriveSharedSecret,
                ["KeyId": .string(key), "KeyAgreementAlgorithm": .string("ECDH"), "PublicKey": peer])
        }
    }

    @Test(arguments: KeyKind.encapsulation)
    func whatIsEncapsulatedIsDecapsulated(kind: KeyKind) async throws {
        let world = try await World()
        let key = try await world.newKey(kind)
        let request: [String: JSONValue] = ["KeyId": .string(key), "EncapsulationAlgorithm": .string("ML_KEM")]
        let made = try await world.ok(.encapsulate, request)
        #expect(made["SharedSecret"]?.bytes?.count == 32)
        let ciphertext = try #require(made["SharedSecretCiphertextBlob"])
        #expect(ciphertext.bytes?.count == (kind.spec == "ML_KEM_768" ? 1088 : 1568))
        let opened = try await world.ok(.decapsulate, request.with(["SharedSecretCiphertextBlob": ciphertext]))
        #expect(opened["SharedSecret"] == made["SharedSecret"])
        // Implicit rejection: another ciphertext of the right length gives a secret that nobody has.
        var altered = try #require(ciphertext.bytes)
        altered[7] ^= 1
        let rejected = try await world.ok(
            .decapsulate, request.with(["SharedSecretCiphertextBlob": .bytes(altered)]))
        #expect(rejected["SharedSecret"]?.bytes?.count == 32)
        #expect(rejected["SharedSecret"] != made["SharedSecret"])
        try await world.expect(
            .invalidCiphertextException, nil, .decapsulate,
            request.with(["SharedSecretCiphertextBlob": .bytes(Array(altered.dropLast()))]))
    }

    @Test(arguments: KeyKind.mac)
    func aMACIsMadeAndVerified(kind: KeyKind) async throws {
        let world = try await World()
        let key = try await world.newKey(kind)
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Message": .blob("m"), "MacAlgorithm": .string(kind.algorithms.names[0]),
        ]
        let made = try await world.ok(.generateMac, request)
        let mac = try #require(made["Mac"])
        #expect(mac.bytes?.count == (Int(kind.spec.dropFirst(5)) ?? 0) / 8)
        let verified = try await world.ok(.verifyMac, request.with(["Mac": mac]))
        #expect(verified["MacValid"]?.bool == true)
        var other = try #require(mac.bytes)
        other[0] ^= 1
        for change: [String: JSONValue] in [["Mac": .bytes(other)], ["Mac": mac, "Message": .blob("n")]] {
            try await world.expect(.kmsInvalidMacException, nil, .verifyMac, request.with(change))
        }
    }

    @Test func aMACAlgorithmOfAnotherLengthIsRefusedAfterTheState() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind.mac[1])
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Message": .blob("m"), "MacAlgorithm": .string("HMAC_SHA_512"),
        ]
        try await world.expect(
            .invalidKeyUsageException, "Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_256.", .generateMac,
            request)
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        try await world.expect(.disabledException, "\(world.arn(key)) is disabled.", .generateMac, request)
    }

    @Test(arguments: [
        "RSA_2048", "RSA_3072", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1",
        "ECC_NIST_EDWARDS25519", "ML_KEM_768",
    ])
    func aDataKeyPairsPrivateKeyIsItsCiphertextsPlaintext(spec: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "KeyPairSpec": .string(spec), "EncryptionContext": .map(["a": "b"]),
        ]
        let pair = try await world.ok(.generateDataKeyPair, request)
        #expect(pair["KeyPairSpec"]?.string == spec)
        let opened = try await world.ok(
            .decrypt,
            [
                "CiphertextBlob": try #require(pair["PrivateKeyCiphertextBlob"]),
                "EncryptionContext": .map(["a": "b"]),
            ])
        #expect(opened["Plaintext"] == pair["PrivateKeyPlaintext"])
        #expect(pair["PublicKey"]?.bytes?.isEmpty == false)
        let hidden = try await world.ok(.generateDataKeyPairWithoutPlaintext, request)
        #expect(hidden["PrivateKeyPlaintext"] == nil)
        #expect(hidden["PublicKey"] != pair["PublicKey"])
    }

    @Test func preparedKeyPairsAreNeverGivenTwice() async throws {
        let world = try await World()
        await world.service.prepareKeyPairs()
        var seen: Set<JSONValue> = []
        for _ in 0..<10 {
            let key = try await world.newKey(KeyKind.signing[0])
            seen.insert(try #require(try await world.ok(.getPublicKey, ["KeyId": .string(key)])["PublicKey"]))
        }
        #expect(seen.count == 10)
    }
}
