import AWSJSON
import KMSModel
import KeyService
import RecordStoreContract
import Records
import Synchronization
import Testing

/// Imported material goes: by request, and when its time is over.
@Suite struct ImportDeletionTests {
    /// A store that notes which records went in batches that erase, and which in others.
    private final class WatchedStore: RecordStore {
        let inner = InMemoryRecordStore()
        let deletions = Mutex<[(collection: String, isErased: Bool)]>([])

        func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { try await inner.read(id) }

        func scan(
            _ collection: Collection, account: String, region: String, after: String?, limit: Int
        ) async throws(StoreError) -> [StoredRecord] {
            try await inner.scan(collection, account: account, region: region, after: after, limit: limit)
        }

        func scan(
            _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
        ) async throws(StoreError) -> [IndexHit] {
            try await inner.scan(
                collection, index: index, from: from, through: through, after: after, limit: limit)
        }

        func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
            try await inner.commit(changes, erase: erase)
            for case .delete(let id, _) in changes {
                deletions.withLock { $0.append((id.collection.rawValue, erase)) }
            }
        }

        func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
            try await inner.changes(after: sequence, limit: limit)
        }

        var erasedMaterials: Int {
            deletions.withLock { $0.count { $0.collection == "key-material" && $0.isErased } }
        }
        var leftMaterials: Int {
            deletions.withLock { $0.count { $0.collection == "key-material" && !$0.isErased } }
        }
    }

    private func expiring(_ world: World, days: Int64) -> [String: JSONValue] {
        let end = world.clock.nowMilliseconds() / 1000 + days * 86_400
        return ["ExpirationModel": .string("KEY_MATERIAL_EXPIRES"), "ValidTo": .int(end)]
    }

    @Test func deletedMaterialIsErased() async throws {
        let store = WatchedStore()
        let world = try await World(store: store)
        let key = try await world.importedKey(material(1))
        #expect(try await world.storedMaterials() == 1)
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        #expect(try await world.storedMaterials() == 0)
        #expect(store.erasedMaterials == 1)
        #expect(store.leftMaterials == 0)
    }

    /// A server that has not heard of the deletion yet finds no bytes where the key's record names them.
    @Test func anotherServerSaysAtOnceThatTheMaterialIsMissing() async throws {
        let world = try await World()
        let other = KeyService(store: world.sealed, clock: world.clock, randomness: SeededRandomness(seed: 2))
        let key = try await world.importedKey(material(1))
        let request = JSONValue.object([.init("KeyId", .string(key)), .init("Plaintext", .blob("x"))]).encoded
        _ = await other.perform(.describeKey, body: request, caller: World.user, region: World.region)
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        let outcome = await other.perform(.encrypt, body: request, caller: World.user, region: World.region)
        #expect(
            outcome.result
                == .failure(KMSError(.kmsInvalidStateException, "\(world.arn(key)) is pending import.")))
    }

    @Test func toDeleteAgainHasNoEffect() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let request: [String: JSONValue] = ["KeyId": .string(key)]
        let none = try await world.ok(.deleteImportedKeyMaterial, request)
        #expect(none["KeyId"]?.string == world.arn(key))
        #expect(none["KeyMaterialId"] == nil)
        try await world.importMaterial(material(1), into: key)
        let first = try await world.ok(.deleteImportedKeyMaterial, request)
        #expect(try await world.ok(.deleteImportedKeyMaterial, request) == first)
        #expect(try await world.state(key) == "PendingImport")
    }

    @Test func unknownMaterialIsNotFound() async throws {
        let world = try await World()
        let id = String(repeating: "0", count: 64)
        try await world.expect(
            .notFoundException, "Key material '\(id)' does not exist", .deleteImportedKeyMaterial,
            ["KeyId": .string(try await world.importedKey(material(1))), "KeyMaterialId": .string(id)])
    }

    @Test func waitingMaterialIsForgottenWhenItIsDeleted() async throws {
        let store = WatchedStore()
        let world = try await World(store: store)
        let key = try await world.importedKey(material(1))
        let id = try #require(try await world.importMaterial(material(2), into: key, isNewMaterial)["KeyMaterialId"])
        let deleted = try await world.ok(
            .deleteImportedKeyMaterial, ["KeyId": .string(key), "KeyMaterialId": id])
        #expect(deleted["KeyMaterialId"] == id)
        #expect(try await world.state(key) == "Enabled")
        #expect(try await world.materials(key).count == 1)
        #expect(store.erasedMaterials == 1)
        #expect(try await world.importing(material(2), into: key).error?.code == .incorrectKeyMaterialException)
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
    }

    /// Without a name it is the current material that goes, not the one that waits.
    @Test func theCurrentMaterialGoesUnlessAnotherIsNamed() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        let current = try await world.metadata(key)["CurrentKeyMaterialId"]
        #expect(
            try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])["KeyMaterialId"] == current)
        #expect(
            try await world.materials(key).map { $0["ImportState"]?.string } == ["PENDING_IMPORT", "IMPORTED"])
    }

    @Test func aKeyPendingDeletionStaysSoWithoutItsMaterial() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1))
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        #expect(try await world.state(key) == "PendingDeletion")
        #expect(try await world.storedMaterials() == 0)
        try await world.ok(.cancelKeyDeletion, ["KeyId": .string(key)])
        #expect(try await world.state(key) == "PendingImport")
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        world.clock.advance(days: 30)
        #expect(try await world.service.housekeep().deletedKeys == [world.arn(key)])
    }

    @Test func materialIsErasedWhenItsTimeIsOver() async throws {
        let store = WatchedStore()
        let world = try await World(store: store)
        let key = try await world.importedKey(material(1), expiring(world, days: 10))
        let blob = try await world.encrypt("x", key)
        world.clock.advance(days: 9, seconds: 86_399)
        #expect(try await world.service.housekeep().expiredKeys.isEmpty)
        #expect(try await world.decrypted(blob) == "x")
        world.clock.advance(seconds: 1)
        #expect(try await world.service.housekeep().expiredKeys == [world.arn(key)])
        #expect(try await world.state(key) == "PendingImport")
        #expect(try await world.metadata(key)["ValidTo"] == nil)
        #expect(try await world.storedMaterials() == 0)
        #expect(store.erasedMaterials == 1)
        #expect(try await world.service.housekeep().expiredKeys.isEmpty)
        try await world.importMaterial(material(1), into: key, expiring(world, days: 10))
        #expect(try await world.decrypted(blob) == "x")
        world.clock.advance(days: 10)
        #expect(try await world.service.housekeep().expiredKeys == [world.arn(key)])
    }

    @Test func reimportPutsTheEndOff() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1), expiring(world, days: 10))
        world.clock.advance(days: 5)
        try await world.importMaterial(material(1), into: key, expiring(world, days: 10))
        world.clock.advance(days: 5)
        #expect(try await world.service.housekeep().expiredKeys.isEmpty)
        try await world.importMaterial(material(1), into: key)
        world.clock.advance(days: 365)
        #expect(try await world.service.housekeep().expiredKeys.isEmpty)
    }

    @Test func eachMaterialHasItsOwnEnd() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1), expiring(world, days: 20))
        try await world.importMaterial(material(2), into: key, isNewMaterial.with(expiring(world, days: 10)))
        world.clock.advance(days: 10)
        #expect(try await world.service.housekeep().expiredKeys == [world.arn(key)])
        #expect(try await world.state(key) == "Enabled")
        #expect(try await world.materials(key).count == 1)
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        world.clock.advance(days: 10)
        #expect(try await world.service.housekeep().expiredKeys == [world.arn(key)])
        #expect(try await world.state(key) == "PendingImport")
    }

    @Test func materialOfADisabledKeyExpiresToo() async throws {
        let world = try await World()
        let key = try await world.importedKey(material(1), expiring(world, days: 1))
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        world.clock.advance(days: 1)
        #expect(try await world.service.housekeep().expiredKeys == [world.arn(key)])
        #expect(try await world.storedMaterials() == 0)
    }

    @Test func aDeletedKeyTakesItsImportedMaterialAlong() async throws {
        let store = WatchedStore()
        let world = try await World(store: store)
        let key = try await world.importedKey(material(1), expiring(world, days: 365))
        try await world.importMaterial(material(2), into: key, isNewMaterial)
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        world.clock.advance(days: 30)
        #expect(try await world.service.housekeep().deletedKeys == [world.arn(key)])
        #expect(try await world.storedMaterials() == 0)
        #expect(store.erasedMaterials == 2)
    }
}
