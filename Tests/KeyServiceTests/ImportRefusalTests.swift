import AWSJSON
import KMSModel
import KeyService
import Records
import Testing

/// Requests that the three operations refuse.
@Suite struct ImportRefusalTests {
    private static let operations: [KMSOperation] = [
        .getParametersForImport, .importKeyMaterial, .deleteImportedKeyMaterial,
    ]

    /// A request that lacks nothing of what the model asks.
    private func request(_ operation: KMSOperation, _ key: String) -> [String: JSONValue] {
        switch operation {
        case .getParametersForImport:
            [
                "KeyId": .string(key), "WrappingAlgorithm": .string("RSAES_OAEP_SHA_256"),
                "WrappingKeySpec": .string("RSA_2048"),
            ]
        case .importKeyMaterial:
            [
                "KeyId": .string(key), "ImportToken": .blob("t"), "EncryptedKeyMaterial": .blob("m"),
                "ExpirationModel": .string("KEY_MATERIAL_DOES_NOT_EXPIRE"),
            ]
        default: ["KeyId": .string(key)]
        }
    }

    @Test(arguments: operations)
    func keysWithMaterialMadeHereAreRefused(operation: KMSOperation) async throws {
        let world = try await World()
        let key = try await world.newKey()
        let message = "\(world.arn(key)) origin is AWS_KMS which is not valid for this operation."
        try await world.expect(.unsupportedOperationException, message, operation, request(operation, key))
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        try await world.expect(.unsupportedOperationException, message, operation, request(operation, key))
    }

    @Test(arguments: [KMSOperation.getParametersForImport, .importKeyMaterial])
    func aKeyPendingDeletionTakesNoMaterial(operation: KMSOperation) async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        try await world.expect(
            .kmsInvalidStateException, "\(world.arn(key)) is pending deletion.", operation, request(operation, key))
    }

    @Test(arguments: operations)
    func keysAreNamedByIDOrARN(operation: KMSOperation) async throws {
        let world = try await World()
        let missing = "1234abcd-12ab-34cd-56ef-1234567890ab"
        try await world.expect(
            .notFoundException, "Key '\(world.arn(missing))' does not exist", operation, request(operation, missing))
        try await world.expect(
            .invalidArnException, "Key Aliases are not supported for this operation.", operation,
            request(operation, "alias/a"))
    }

    @Test(
        arguments: [
            ([:], "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"),
            (
                ["ExpirationModel": "KEY_MATERIAL_EXPIRES"],
                "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"
            ),
            (["ValidTo": 1_700_000_000], "The validTo date must be in the future"),
            (["ValidTo": 1_731_536_001], "The validTo date must be within 365 days of the request"),
            (
                ["ValidTo": 1_700_000_001, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"],
                "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE"
            ),
        ] as [([String: JSONLiteral], String)])
    func materialThatExpiresSaysWhen(members: [String: JSONLiteral], message: String) async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        var request = request(.importKeyMaterial, key)
        request["ExpirationModel"] = nil
        for (name, value) in members { request[name] = value.json }
        try await world.expect(.validationException, message, .importKeyMaterial, request)
    }

    @Test(arguments: [1_700_000_001, 1_731_536_000])
    func materialExpiresWithinAYear(validTo: Int64) async throws {
        let world = try await World()
        let key = try await world.importedKey(
            material(1), ["ExpirationModel": .string("KEY_MATERIAL_EXPIRES"), "ValidTo": .int(validTo)])
        let metadata = try await world.metadata(key)
        #expect(metadata["ValidTo"]?.double == Double(validTo))
        #expect(metadata["ExpirationModel"]?.string == "KEY_MATERIAL_EXPIRES")
    }

    enum JSONLiteral: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        case number(Int64)

        init(stringLiteral value: String) { self = .text(value) }
        init(integerLiteral value: Int64) { self = .number(value) }

        var json: JSONValue {
            switch self {
            case .text(let text): .string(text)
            case .number(let number): .int(number)
            }
        }
    }
}
