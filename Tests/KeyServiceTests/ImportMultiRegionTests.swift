import AWSJSON
import KMSModel
import Records
import Testing

@testable import KeyService

/// Imported material of multi-Region keys: the primary key first, then each replica.
@Suite struct ImportMultiRegionTests {
    private static let regions = ["us-east-1", "ap-south-1"]

    /// A multi-Region key with material, and replicas that wait for theirs.
    private func set(_ world: World, replicas: [String] = regions) async throws -> String {
        let id = try await world.newExternalKey(["MultiRegion": .bool(true)])
        try await world.importMaterial(material(1), into: id)
        let found = try #require(
            try await world.sealed.read(KeyRecord.self, account: World.account, region: World.region, name: id))
        var primary = found.value
        primary.multiRegion = KeyRecord.MultiRegion(primaryRegion: World.region, replicaRegions: replicas)
        var changes = [world.sealed.put(primary, over: found.version)]
        for region in replicas {
            var replica = primary
            replica.region = region
            replica.materials = primary.materialsToImport
            changes.append(world.sealed.put(replica, over: 0))
        }
        try await world.sealed.commit(changes)
        _ = try await world.service.housekeep()
        return id
    }

    private func states(_ world: World, _ key: String) async throws -> [[String?]] {
        var states: [[String?]] = []
        for region in [World.region] + Self.regions {
            states.append(try await world.materials(key, in: region).map { $0["KeyMaterialState"]?.string })
        }
        return states
    }

    private static let ready = ["CURRENT", "PENDING_ROTATION"]
    private static let underWay = ["CURRENT", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"]

    @Test func aReplicaTakesThePrimaryKeysMaterialOnly() async throws {
        let world = try await World()
        let key = try await set(world)
        let region = Self.regions[0]
        let blob = try await world.encrypt("x", key)
        #expect(try await world.state(key, in: region) == "PendingImport")
        #expect(
            try await world.importing(material(2), into: key, in: region).error?.code
                == .incorrectKeyMaterialException)
        try await world.importMaterial(material(1), into: key, in: region)
        #expect(try await world.decrypted(blob, in: region) == "x")
        #expect(try await world.state(key, in: Self.regions[1]) == "PendingImport")
    }

    @Test func newMaterialWaitsForAllRegionsAndIsThenRotatedToInAll() async throws {
        let world = try await World()
        let key = try await set(world)
        for region in Self.regions { try await world.importMaterial(material(1), into: key, in: region) }
        let id = try await world.importMaterial(material(2), into: key, isNewMaterial)["KeyMaterialId"]
        let nothing = "No available key material pending rotation for the key: \(world.arn(key))."
        #expect(try await states(world, key) == [Self.underWay, ["CURRENT"], ["CURRENT"]])
        try await world.expect(.kmsInvalidStateException, nothing, .rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.importMaterial(material(2), into: key, in: Self.regions[0])
        #expect(try await states(world, key) == [Self.underWay, Self.underWay, ["CURRENT"]])
        try await world.expect(.kmsInvalidStateException, nothing, .rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.importMaterial(material(2), into: key, in: Self.regions[1])
        #expect(try await states(world, key) == [Self.ready, Self.ready, Self.ready])
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        let rotated = ["NON_CURRENT", "CURRENT"]
        #expect(try await states(world, key) == [rotated, rotated, rotated])
        let blob = try await world.encrypt("x", key)
        for region in Self.regions {
            let opened = try await world.ok(.decrypt, ["CiphertextBlob": blob], in: region)
            #expect(opened["KeyMaterialId"] == id)
        }
    }

    @Test func aReplicaTakesNothingNewAndIsNotRotated() async throws {
        let world = try await World()
        let key = try await set(world)
        let region = Self.regions[0]
        try await world.importMaterial(material(1), into: key, in: region)
        let message = "\(world.arn(key, in: region)) is not a multi-region primary key."
        #expect(
            try await world.importing(material(2), into: key, isNewMaterial, in: region).error
                == KMSError(.unsupportedOperationException, message))
        try await world.expect(
            .unsupportedOperationException, message, .rotateKeyOnDemand, ["KeyId": .string(key)], in: region)
    }

    @Test func aPrimaryKeyWithoutReplicasIsReadyAtOnce() async throws {
        let world = try await World()
        let key = try await set(world, replicas: [])
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        #expect(try await world.materials(key).map { $0["KeyMaterialState"]?.string } == Self.ready)
    }

    @Test func whatThePrimaryKeyDropsIsDroppedEverywhere() async throws {
        let world = try await World()
        let key = try await set(world)
        for region in Self.regions { try await world.importMaterial(material(1), into: key, in: region) }
        let id = try #require(try await world.importMaterial(material(2), into: key, isNewMaterial)["KeyMaterialId"])
        try await world.importMaterial(material(2), into: key, in: Self.regions[0])
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key), "KeyMaterialId": id])
        #expect(try await states(world, key) == [["CURRENT"], ["CURRENT"], ["CURRENT"]])
        #expect(try await world.storedMaterials(in: Self.regions[0]) == 1)
        #expect(
            try await world.importing(material(2), into: key, in: Self.regions[0]).error?.code
                == .incorrectKeyMaterialException)
    }

    @Test func whatAReplicaDropsStaysWithTheOthers() async throws {
        let world = try await World()
        let key = try await set(world)
        for region in Self.regions { try await world.importMaterial(material(1), into: key, in: region) }
        let id = try #require(try await world.importMaterial(material(2), into: key, isNewMaterial)["KeyMaterialId"])
        for region in Self.regions { try await world.importMaterial(material(2), into: key, in: region) }
        let request: [String: JSONValue] = ["KeyId": .string(key), "KeyMaterialId": id]
        try await world.ok(.deleteImportedKeyMaterial, request, in: Self.regions[0])
        #expect(try await states(world, key) == [Self.ready, ["CURRENT"], Self.ready])
        try await world.expect(
            .kmsInvalidStateException, "No available key material pending rotation for the key: \(world.arn(key)).",
            .rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.importMaterial(material(2), into: key, in: Self.regions[0])
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
    }

    @Test func eachRegionsMaterialExpiresByItself() async throws {
        let world = try await World()
        let key = try await set(world)
        let region = Self.regions[0]
        let end = world.clock.nowMilliseconds() / 1000 + 86_400
        try await world.importMaterial(
            material(1), into: key,
            ["ExpirationModel": .string("KEY_MATERIAL_EXPIRES"), "ValidTo": .int(end)], in: region)
        world.clock.advance(days: 1)
        #expect(try await world.service.housekeep().expiredKeys == [world.arn(key, in: region)])
        #expect(try await world.state(key, in: region) == "PendingImport")
        #expect(try await world.state(key) == "Enabled")
    }

    /// Nothing can be imported into it; if it is saved, it has to get the material.
    @Test func aReplicaPendingDeletionHoldsNobodyUp() async throws {
        let world = try await World()
        let key = try await set(world)
        for region in Self.regions { try await world.importMaterial(material(1), into: key, in: region) }
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)], in: Self.regions[0])
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await world.importMaterial(material(2), into: key, in: Self.regions[1])
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.ok(.cancelKeyDeletion, ["KeyId": .string(key)], in: Self.regions[0])
        #expect(try await world.state(key, in: Self.regions[0]) == "PendingImport")
        try await world.importMaterial(material(2), into: key, in: Self.regions[0])
        #expect(try await world.state(key, in: Self.regions[0]) == "Enabled")
    }

    @Test func atOnceInAllRegionsNoneIsLost() async throws {
        let world = try await World()
        let key = try await set(world)
        for region in Self.regions { try await world.importMaterial(material(1), into: key, in: region) }
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for region in Self.regions {
                group.addTask { try await world.importMaterial(material(2), into: key, in: region) }
            }
            try await group.waitForAll()
        }
        #expect(try await states(world, key) == [Self.ready, Self.ready, Self.ready])
    }
}
