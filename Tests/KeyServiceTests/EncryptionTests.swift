import AWSJSON
import KMSModel
import KeyCrypto
import Testing

@Suite struct EncryptionTests {
    @Test func whatEncryptMakesDecryptOpensWithAndWithoutNamingTheKey() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let sealed = try await world.ok(.encrypt, ["KeyId": .string(key), "Plaintext": .blob("hello")])
        #expect(sealed["KeyId"]?.string == world.arn(key))
        #expect(sealed["EncryptionAlgorithm"]?.string == "SYMMETRIC_DEFAULT")
        let blob = try #require(sealed["CiphertextBlob"])
        for extra in [[:], ["KeyId": JSONValue.string(key)], ["KeyId": .string(world.arn(key))]] {
            let opened = try await world.ok(.decrypt, ["CiphertextBlob": blob].merging(extra) { own, _ in own })
            #expect(opened["Plaintext"]?.bytes == Array("hello".utf8))
            #expect(opened["KeyId"]?.string == world.arn(key))
            let material = try await world.metadata(key)["CurrentKeyMaterialId"]
            #expect(opened["KeyMaterialId"] == material)
        }
    }

    @Test func theSamePlaintextNeverMakesTheSameCiphertext() async throws {
        let world = try await World()
        let key = try await world.newKey()
        #expect(try await world.encrypt("a", key) != world.encrypt("a", key))
    }

    @Test(arguments: [
        [:], ["team": "data"], ["team": "Data", "env": "prod"], ["Team": "data", "env": "prod"],
        ["team": "data", "env": "prod", "more": ""],
    ])
    func anotherEncryptionContextIsRefused(other: [String: String]) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key, context: ["team": "data", "env": "prod"])
        try await world.ok(
            .decrypt, ["CiphertextBlob": blob, "EncryptionContext": .map(["env": "prod", "team": "data"])])
        try await world.expect(
            .invalidCiphertextException, nil, .decrypt, ["CiphertextBlob": blob, "EncryptionContext": .map(other)])
    }

    @Test func everyByteOfACiphertextCounts() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try #require(try await world.encrypt("secret", key).bytes)
        for index in blob.indices {
            var changed = blob
            changed[index] ^= 1
            try await world.expect(
                .invalidCiphertextException, nil, .decrypt, ["CiphertextBlob": .string(Base64.encode(changed))])
            try await world.expect(
                .invalidCiphertextException, nil, .decrypt,
                ["CiphertextBlob": .string(Base64.encode(changed)), "KeyId": .string(key)])
        }
        for count in [1, 60, 61, 104, blob.count - 1] {
            try await world.expect(
                .invalidCiphertextException, nil, .decrypt,
                ["CiphertextBlob": .string(Base64.encode(Array(blob.prefix(count))))])
        }
    }

    @Test func namingAKeyThatDidNotMakeTheCiphertextIsAnIncorrectKeyWhateverItsState() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let blob = try await world.encrypt("x", key)
        let message = "The key ID in the request does not identify a CMK that can perform this operation."
        let request: [String: JSONValue] = ["CiphertextBlob": blob, "KeyId": .string(other)]
        try await world.expect(.incorrectKeyException, message, .decrypt, request)
        try await world.ok(.disableKey, ["KeyId": .string(other)])
        try await world.expect(.incorrectKeyException, message, .decrypt, request)
        try await world.expect(
            .incorrectKeyException, message, .reEncrypt,
            ["CiphertextBlob": blob, "SourceKeyId": .string(other), "DestinationKeyId": .string(key)])
    }

    @Test func reEncryptChangesKeyAndContext() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let blob = try await world.encrypt("x", key, context: ["a": "1"])
        let moved = try await world.ok(
            .reEncrypt,
            [
                "CiphertextBlob": blob, "SourceEncryptionContext": .map(["a": "1"]), "DestinationKeyId": .string(other),
                "DestinationEncryptionContext": .map(["b": "2"]),
            ])
        #expect(moved["SourceKeyId"]?.string == world.arn(key))
        #expect(moved["KeyId"]?.string == world.arn(other))
        let opened = try await world.ok(
            .decrypt,
            ["CiphertextBlob": try #require(moved["CiphertextBlob"]), "EncryptionContext": .map(["b": "2"])])
        #expect(opened["Plaintext"]?.bytes == Array("x".utf8))
        #expect(opened["KeyId"]?.string == world.arn(other))
    }

    @Test func anotherAlgorithmIsRefusedAfterTheState() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Plaintext": .blob("x"), "EncryptionAlgorithm": .string("RSAES_OAEP_SHA_256"),
        ]
        try await world.expect(
            .invalidKeyUsageException, "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.",
            .encrypt, request)
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        try await world.expect(.disabledException, "\(world.arn(key)) is disabled.", .encrypt, request)
    }

    @Test func aDryRunSaysSoAndDoesNothing() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        let message = "The request would have succeeded, but the DryRun option is set."
        let requests: [(KMSOperation, [String: JSONValue])] = [
            (.encrypt, ["KeyId": .string(key), "Plaintext": .blob("x")]), (.decrypt, ["CiphertextBlob": blob]),
            (.reEncrypt, ["CiphertextBlob": blob, "DestinationKeyId": .string(key)]),
            (.generateDataKey, ["KeyId": .string(key), "KeySpec": .string("AES_256")]),
            (.generateDataKeyWithoutPlaintext, ["KeyId": .string(key), "KeySpec": .string("AES_256")]),
        ]
        for (operation, members) in requests {
            let dry = members.merging(["DryRun": .bool(true)]) { own, _ in own }
            try await world.expect(.dryRunOperationException, message, operation, dry)
            try await world.ok(operation, members.merging(["DryRun": .bool(false)]) { own, _ in own })
        }
    }

    @Test func aDryRunOfDecryptLooksAtTheCiphertextUnlessToldNotTo() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key, context: ["a": "1"])
        try await world.expect(
            .invalidCiphertextException, nil, .decrypt, ["CiphertextBlob": blob, "DryRun": .bool(true)])
        let ignoring: [String: JSONValue] = [
            "DryRun": .bool(true), "DryRunModifiers": .array([.string("IGNORE_CIPHERTEXT")]),
        ]
        let succeeded = "The request would have succeeded, but the DryRun option is set."
        try await world.expect(
            .dryRunOperationException, succeeded, .decrypt, ignoring.merging(["KeyId": .string(key)]) { own, _ in own })
        try await world.expect(
            .validationException,
            "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
            .decrypt, ignoring)
        try await world.expect(
            .validationException,
            "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: "
                + "Member must not be null", .decrypt, ["KeyId": .string(key)])
    }

    @Test func keysOfStrangersAndKeysThatAreGoneAreAnsweredAlike() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        let message =
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
            + "or you are not allowed to access."
        try await world.expect(
            .accessDeniedException, message, .decrypt, ["CiphertextBlob": blob], as: World.stranger)
        try await world.expect(
            .accessDeniedException, message, .decrypt, ["CiphertextBlob": blob], in: "us-east-1")
    }
}
