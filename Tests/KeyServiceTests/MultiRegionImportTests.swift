import AWSJSON
import KMSModel
import KeyService
import Testing

/// Multi-Region keys whose key material is imported, into each Region by itself.
@Suite struct MultiRegionImportTests {
    private let home = KeySet.home
    private let first = [UInt8](repeating: 1, count: 32)
    private let second = [UInt8](repeating: 2, count: 32)
    private let external: [String: JSONValue] = ["Origin": .string("EXTERNAL")]

    @Test func aReplicaWaitsForTheSameMaterial() async throws {
        let set = try await KeySet(try await World(), external)
        try await set.world.expect(
            .kmsInvalidStateException, "\(set.arn(home)) is pending import.", .replicateKey,
            set.keyID.with(["ReplicaRegion": .string("us-east-1")]))
        try await set.importMaterial(first, in: home)
        let blob = try await set.encrypt("x", in: home)
        let answer = try await set.replicate(to: "us-east-1")
        #expect(answer["ReplicaKeyMetadata"]?["KeyState"]?.string == "Creating")
        try await set.settle()
        #expect(try await set.state("us-east-1") == "PendingImport")
        #expect(try await set.state(home) == "Enabled")
        try await set.importMaterial(first, in: "us-east-1")
        #expect(try await set.state("us-east-1") == "Enabled")
        #expect(try await set.decrypt(blob, in: "us-east-1") == "x")
    }

    @Test func aNewReplicaPutsOffTheRotationToWaitingMaterial() async throws {
        let set = try await KeySet(try await World(), external)
        try await set.importMaterial(first, in: home)
        try await set.importMaterial(second, in: home, ["ImportType": .string("NEW_KEY_MATERIAL")])
        try await set.replicate(to: "us-east-1")
        try await set.settle()
        try await set.importMaterial(first, in: "us-east-1")
        #expect(try await materialStates(set) == ["CURRENT", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"])
        try await set.world.expect(
            .kmsInvalidStateException, "No available key material pending rotation for the key: \(set.arn(home)).",
            .rotateKeyOnDemand, set.keyID)
        try await set.importMaterial(second, in: "us-east-1")
        #expect(try await materialStates(set) == ["CURRENT", "PENDING_ROTATION"])
        try await set.world.ok(.rotateKeyOnDemand, set.keyID)
        #expect(try await materialStates(set) == ["NON_CURRENT", "CURRENT"])
        #expect(try await set.materialID("us-east-1") == (try await set.materialID(home)))
    }

    private func materialStates(_ set: KeySet) async throws -> [String?] {
        let rotations = try await set.world.ok(
            .listKeyRotations, set.keyID.with(["IncludeKeyMaterial": .string("ALL_KEY_MATERIAL")]))
        return try #require(rotations["Rotations"]?.elements).map { $0["KeyMaterialState"]?.string }
    }
}
