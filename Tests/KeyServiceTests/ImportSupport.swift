import AWSJSON
import KMSModel
import KeyCrypto
import Records
import Testing

/// What GetParametersForImport gave.
struct ImportParameters: Sendable {
    var token: [UInt8]
    var wrappingKey: PublicKey
    var algorithm: AsymmetricEncryptionAlgorithm

    func wrapped(_ material: [UInt8]) throws -> [UInt8] { try wrappingKey.encrypt(material, algorithm) }
}

extension World {
    static let china = "cn-north-1"

    /// A key that waits for its material.
    func newExternalKey(_ members: [String: JSONValue] = [:], in region: String = region) async throws -> String {
        try await newKey(members.with(["Origin": .string("EXTERNAL")]), in: region)
    }

    func parameters(
        _ key: String, algorithm: String = "RSAES_OAEP_SHA_256", spec: String = "RSA_2048",
        in region: String = region
    ) async throws -> ImportParameters {
        let answer = try await ok(
            .getParametersForImport,
            [
                "KeyId": .string(key), "WrappingAlgorithm": .string(algorithm), "WrappingKeySpec": .string(spec),
            ], in: region)
        let wrappingKey = try PublicKey(
            try #require(AsymmetricKeySpec(rawValue: spec)), der: try #require(answer["PublicKey"]?.bytes))
        // The hybrid algorithms wrap their AES key with the direct one of their hash.
        let direct = algorithm.replacing("RSA_AES_KEY_WRAP", with: "RSAES_OAEP")
        return ImportParameters(
            token: try #require(answer["ImportToken"]?.bytes), wrappingKey: wrappingKey,
            algorithm: try #require(AsymmetricEncryptionAlgorithm(rawValue: direct)))
    }

    /// A request that imports material for good.
    func importRequest(
        _ material: [UInt8], into key: String, with parameters: ImportParameters, _ more: [String: JSONValue] = [:]
    ) throws -> [String: JSONValue] {
        [
            "KeyId": .string(key), "ImportToken": .bytes(parameters.token),
            "EncryptedKeyMaterial": .bytes(try parameters.wrapped(material)),
            "ExpirationModel": .string("KEY_MATERIAL_DOES_NOT_EXPIRE"),
        ].with(more)
    }

    /// Imports material, or is refused.
    func importing(
        _ material: [UInt8], into key: String, _ more: [String: JSONValue] = [:], in region: String = region
    ) async throws -> Answer {
        let request = try importRequest(material, into: key, with: await parameters(key, in: region), more)
        return try await answer(.importKeyMaterial, request, in: region)
    }

    @discardableResult
    func importMaterial(
        _ material: [UInt8], into key: String, _ more: [String: JSONValue] = [:], in region: String = region,
        _ place: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let request = try importRequest(material, into: key, with: await parameters(key, in: region), more)
        return try await ok(.importKeyMaterial, request, in: region, place)
    }

    /// A symmetric key with this material.
    func importedKey(_ material: [UInt8], _ more: [String: JSONValue] = [:]) async throws -> String {
        let key = try await newExternalKey()
        try await importMaterial(material, into: key, more)
        return key
    }

    func state(_ key: String, in region: String = region) async throws -> String? {
        try await ok(.describeKey, ["KeyId": .string(key)], in: region)["KeyMetadata"]?["KeyState"]?.string
    }

    /// All key materials, as ListKeyRotations tells of them.
    func materials(_ key: String, in region: String = region) async throws -> [JSONValue] {
        let answer = try await ok(
            .listKeyRotations, ["KeyId": .string(key), "IncludeKeyMaterial": .string("ALL_KEY_MATERIAL")], in: region)
        return try #require(answer["Rotations"]?.elements)
    }

    func decrypted(_ blob: JSONValue, in region: String = region) async throws -> String? {
        try await ok(.decrypt, ["CiphertextBlob": blob], in: region)["Plaintext"]?.bytes.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// How many records hold key material of the Region.
    func storedMaterials(in region: String = region) async throws -> Int {
        try await store.scan(
            .init(rawValue: "key-material"), account: World.account, region: region, after: nil, limit: 100
        ).count
    }
}

extension Answer {
    var error: KMSError? {
        guard case .refused(let error) = self else { return nil }
        return error
    }
}

/// Key material of a symmetric encryption key.
func material(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

let isNewMaterial: [String: JSONValue] = ["ImportType": .string("NEW_KEY_MATERIAL")]
