import AWSJSON
import KMSModel
import KeyCrypto
import KeyService
import Testing

/// A multi-Region key that was made in the test world's Region.
struct KeySet: Sendable {
    let world: World
    let id: String
    static let home = World.region

    /// Replicated to the given Regions, and settled.
    init(_ world: World, _ members: [String: JSONValue] = [:], replicas: [String] = []) async throws {
        self.world = world
        id = try await world.newKey(members.with(["MultiRegion": .bool(true)]))
        for region in replicas { try await replicate(to: region) }
        try await settle()
    }

    var keyID: [String: JSONValue] { ["KeyId": .string(id)] }

    func arn(_ region: String) -> String { world.arn(id, in: region) }

    @discardableResult
    func replicate(to region: String, _ members: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await world.ok(.replicateKey, keyID.with(["ReplicaRegion": .string(region)]).with(members))
    }

    /// Lets the states Creating and Updating pass.
    func settle() async throws {
        world.clock.advance(seconds: 1)
        _ = try await world.service.housekeep()
    }

    func metadata(_ region: String) async throws -> JSONValue {
        try #require(try await world.ok(.describeKey, keyID, in: region)["KeyMetadata"])
    }

    func state(_ region: String) async throws -> String? { try await metadata(region)["KeyState"]?.string }

    func policy(_ region: String) async throws -> String? {
        try await world.ok(.getKeyPolicy, keyID, in: region)["Policy"]?.string
    }

    func tags(_ region: String) async throws -> JSONValue {
        try #require(try await world.ok(.listResourceTags, keyID, in: region)["Tags"])
    }

    func materialID(_ region: String) async throws -> String? {
        try await metadata(region)["CurrentKeyMaterialId"]?.string
    }

    /// The set as the key of one Region tells it: its own type, the primary's Region, the replicas' Regions.
    func configuration(_ region: String) async throws -> [String] {
        let configuration = try #require(try await metadata(region)["MultiRegionConfiguration"])
        let primary = try #require(configuration["PrimaryKey"])
        let replicas = try #require(configuration["ReplicaKeys"]?.elements)
        for key in [primary] + replicas { #expect(key["Arn"]?.string == arn(key["Region"]?.string ?? "")) }
        let regions = ([primary] + replicas).compactMap { $0["Region"]?.string }
        return [configuration["MultiRegionKeyType"]?.string ?? ""] + regions
    }

    func encrypt(_ text: String, in region: String) async throws -> JSONValue {
        let answer = try await world.ok(.encrypt, keyID.with(["Plaintext": .blob(text)]), in: region)
        return try #require(answer["CiphertextBlob"])
    }

    /// Decrypts, letting the ciphertext name the key.
    func decrypt(_ blob: JSONValue, in region: String) async throws -> String {
        let answer = try await world.ok(.decrypt, ["CiphertextBlob": blob], in: region)
        #expect(answer["KeyId"]?.string == arn(region))
        return String(decoding: try #require(answer["Plaintext"]?.bytes), as: UTF8.self)
    }

    /// Imports key material.
    func importMaterial(_ bytes: [UInt8], in region: String, _ members: [String: JSONValue] = [:]) async throws {
        let parameters = try await world.ok(
            .getParametersForImport,
            keyID.with(["WrappingAlgorithm": .string("RSAES_OAEP_SHA_256"), "WrappingKeySpec": .string("RSA_2048")]),
            in: region)
        let wrapping = try PublicKey(.rsa2048, der: try #require(parameters["PublicKey"]?.bytes))
        let request: [String: JSONValue] = [
            "ImportToken": try #require(parameters["ImportToken"]),
            "EncryptedKeyMaterial": .bytes(try wrapping.encrypt(bytes, .rsaesOaepSha256)),
            "ExpirationModel": .string("KEY_MATERIAL_DOES_NOT_EXPIRE"),
        ]
        try await world.ok(.importKeyMaterial, keyID.with(request).with(members), in: region)
    }
}
