import AWSJSON
import KMSModel
import KeyCrypto
import KeyService
import Testing

@Suite struct AsymmetricKeyTests {
    @Test(arguments: KeyKind.asymmetric + KeyKind.mac)
    func describeKeyTellsWhatAKeyIsGoodFor(kind: KeyKind) async throws {
        let world = try await World()
        let metadata = try #require(try await world.ok(.createKey, kind.members, in: kind.region)["KeyMetadata"])
        #expect(metadata["KeySpec"]?.string == kind.spec)
        #expect(metadata["CustomerMasterKeySpec"]?.string == kind.spec)
        #expect(metadata["KeyUsage"]?.string == kind.usage)
        #expect(metadata["CurrentKeyMaterialId"] == nil)
        let members = [
            "SigningAlgorithms", "KeyAgreementAlgorithms", "EncapsulationAlgorithms", "MacAlgorithms",
            "EncryptionAlgorithms",
        ]
        for member in members {
            let expected = kind.algorithms.member == member ? kind.algorithms.names : nil
            #expect(metadata[member]?.elements?.compactMap(\.string) == expected)
        }
    }

    @Test(arguments: KeyKind.asymmetric)
    func thePublicKeyIsGivenInStandardForm(kind: KeyKind) async throws {
        let world = try await World()
        let key = try await world.newKey(kind)
        let answer = try await world.ok(.getPublicKey, ["KeyId": .string(key)], in: kind.region)
        let der = try #require(answer["PublicKey"]?.bytes)
        let spec = try #require(AsymmetricKeySpec(rawValue: kind.spec))
        #expect(try PublicKey(spec, der: der).der == der)
        #expect(answer["KeySpec"]?.string == kind.spec)
        #expect(answer[kind.algorithms.member]?.elements?.compactMap(\.string) == kind.algorithms.names)
        let again = try await world.ok(.getPublicKey, ["KeyId": .string(key)], in: kind.region)
        #expect(again == answer)
    }

    @Test func keysWithoutAPublicKeyHaveNone() async throws {
        let world = try await World()
        for members in [[:], KeyKind.mac[0].members] {
            let key = try await world.newKey(members)
            try await world.expect(
                .unsupportedOperationException, nil, .getPublicKey, ["KeyId": .string(key)])
            try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
            try await world.expect(
                .kmsInvalidStateException, "\(world.arn(key)) is pending deletion.", .getPublicKey,
                ["KeyId": .string(key)])
        }
    }

    @Test(arguments: KeyKind.encryption)
    func whatThePublicKeyEncryptsThePrivateKeyDecrypts(kind: KeyKind) async throws {
        let world = try await World()
        let key = try await world.newKey(kind)
        for algorithm in kind.algorithms.names {
            let extra: [String: JSONValue] = ["KeyId": .string(key), "EncryptionAlgorithm": .string(algorithm)]
            let sealed = try await world.ok(.encrypt, extra.with(["Plaintext": .blob("hello")]), in: kind.region)
            #expect(sealed["EncryptionAlgorithm"]?.string == algorithm)
            let blob = try #require(sealed["CiphertextBlob"])
            let opened = try await world.ok(.decrypt, extra.with(["CiphertextBlob": blob]), in: kind.region)
            #expect(opened["Plaintext"]?.bytes == Array("hello".utf8))
            #expect(opened["KeyMaterialId"] == nil)
            let bytes = try #require(blob.bytes)
            var changed = bytes
            changed[changed.count - 1] ^= 1
            for wrong in [changed, bytes + [0], Array(bytes.dropLast()), [1]] {
                try await world.expect(
                    .invalidCiphertextException, nil, .decrypt, extra.with(["CiphertextBlob": .bytes(wrong)]),
                    in: kind.region)
            }
        }
    }

    @Test(arguments: [
        ("RSA_2048", "RSAES_OAEP_SHA_1", 214), ("RSA_2048", "RSAES_OAEP_SHA_256", 190),
        ("RSA_3072", "RSAES_OAEP_SHA_1", 342), ("RSA_3072", "RSAES_OAEP_SHA_256", 318),
        ("RSA_4096", "RSAES_OAEP_SHA_1", 470), ("RSA_4096", "RSAES_OAEP_SHA_256", 446),
    ])
    func theLongestPlaintextFitsAndOneMoreDoesNot(spec: String, algorithm: String, limit: Int) async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: spec, usage: "ENCRYPT_DECRYPT"))
        let request: [String: JSONValue] = ["KeyId": .string(key), "EncryptionAlgorithm": .string(algorithm)]
        try await world.ok(
            .encrypt, request.with(["Plaintext": .bytes([UInt8](repeating: 1, count: limit))]))
        try await world.expect(
            .validationException,
            "Algorithm \(algorithm) and key spec \(spec) cannot encrypt data larger than \(limit) bytes.", .encrypt,
            request.with(["Plaintext": .bytes([UInt8](repeating: 1, count: limit + 1))]))
    }

    @Test func asymmetricEncryptionNeedsItsAlgorithmAndTakesNoContext() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind.encryption[0])
        try await world.expect(
            .invalidKeyUsageException, "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.", .encrypt,
            ["KeyId": .string(key), "Plaintext": .blob("x")])
        let error = try await world.refusal(
            .encrypt,
            [
                "KeyId": .string(key), "Plaintext": .blob("x"), "EncryptionAlgorithm": .string("RSAES_OAEP_SHA_1"),
                "EncryptionContext": .map(["a": "b"]),
            ])
        #expect(error?.code == .validationException)
    }

    @Test func reEncryptGoesFromOneKindToTheOther() async throws {
        let world = try await World()
        let (rsa, symmetric) = (try await world.newKey(KeyKind.encryption[0]), try await world.newKey())
        let blob = try await world.encrypt("x", symmetric, context: ["a": "b"])
        let moved = try await world.ok(
            .reEncrypt,
            [
                "CiphertextBlob": blob, "SourceEncryptionContext": .map(["a": "b"]), "DestinationKeyId": .string(rsa),
                "DestinationEncryptionAlgorithm": .string("RSAES_OAEP_SHA_256"),
            ])
        #expect(moved["SourceEncryptionAlgorithm"]?.string == "SYMMETRIC_DEFAULT")
        #expect(moved["DestinationEncryptionAlgorithm"]?.string == "RSAES_OAEP_SHA_256")
        let back = try await world.ok(
            .reEncrypt,
            [
                "CiphertextBlob": try #require(moved["CiphertextBlob"]), "SourceKeyId": .string(rsa),
                "SourceEncryptionAlgorithm": .string("RSAES_OAEP_SHA_256"), "DestinationKeyId": .string(symmetric),
            ])
        let opened = try await world.ok(.decrypt, ["CiphertextBlob": try #require(back["CiphertextBlob"])])
        #expect(opened["Plaintext"]?.bytes == Array("x".utf8))
        try await world.expect(
            .incorrectKeyException,
            "The key ID in the request does not identify a CMK that can perform this operation.", .decrypt,
            ["CiphertextBlob": blob, "KeyId": .string(rsa)])
    }

    @Test(arguments: [KMSOperation.enableKeyRotation, .rotateKeyOnDemand, .listKeyRotations])
    func onlySymmetricKeysRotate(operation: KMSOperation) async throws {
        let world = try await World()
        for kind in [KeyKind.signing[0], KeyKind.mac[0]] {
            let key = try await world.newKey(kind)
            try await world.expect(.unsupportedOperationException, nil, operation, ["KeyId": .string(key)])
        }
    }

    /// Terraform asks for every key's.
    @Test func theRotationOfAKeyThatCannotRotateIsOff() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind.signing[0])
        let status = try await world.ok(.getKeyRotationStatus, ["KeyId": .string(key)])
        #expect(status["KeyRotationEnabled"]?.bool == false)
    }
}
