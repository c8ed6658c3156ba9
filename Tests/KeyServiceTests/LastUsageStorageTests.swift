import AWSJSON
import KMSModel
import RecordStoreContract
import Records
import Testing

@testable import KeyService

/// Uses are held in memory, and stored now and then.
@Suite struct LastUsageStorageTests {
    private func stored(in world: World) async throws -> [StoredRecord] {
        try await world.store.scan(
            UsageRecord.collection, account: World.account, region: World.region, after: nil, limit: 1000)
    }

    /// Another service over the same store: what it knows, it read.
    private func restarted(_ world: World) -> KeyService {
        KeyService(store: world.sealed, clock: world.clock, randomness: SeededRandomness(seed: 5))
    }

    private func lastUsage(_ key: String, _ service: KeyService) async throws -> JSONValue? {
        let body = JSONValue.members(["KeyId": .string(key)]).encoded
        let outcome = await service.perform(.getKeyLastUsage, body: body, caller: World.user, region: World.region)
        return try JSONValue(parsing: outcome.result.get())["KeyLastUsage"]
    }

    @Test func usesAreStoredEveryFiveMinutes() async throws {
        let world = try await World()
        let key = try await world.newKey()
        _ = try await world.service.housekeep()
        _ = try await world.encrypt("x", key)
        world.clock.advance(seconds: 299)
        _ = try await world.service.housekeep()
        #expect(try await stored(in: world).isEmpty)
        world.clock.advance(seconds: 1)
        _ = try await world.service.housekeep()
        #expect(try await stored(in: world).map(\.id.name) == [key])
        world.clock.advance(seconds: 300)
        _ = try await world.service.housekeep()
        #expect(try await stored(in: world).first?.version == 1)
        #expect(try await lastUsage(key, restarted(world))?["Timestamp"]?.double == 1_700_000_000.0)
    }

    @Test func aFlushStoresAllAndLaterUsesReplaceEarlier() async throws {
        let world = try await World()
        var keys: Set<String> = []
        for _ in 0..<150 { keys.insert(try await world.newKey()) }
        for key in keys { _ = try await world.encrypt("x", key) }
        try await world.service.flush()
        #expect(Set(try await stored(in: world).map(\.id.name)) == keys)
        let key = try #require(keys.first)
        world.clock.advance(seconds: 7)
        try await world.ok(.generateDataKey, ["KeyId": .string(key), "KeySpec": .string("AES_256")])
        try await world.service.flush()
        let usage = try await lastUsage(key, restarted(world))
        #expect(usage?["Operation"]?.string == "GenerateDataKey")
        #expect(usage?["Timestamp"]?.double == 1_700_000_007.0)
    }

    @Test func ofTwoServicesTheLaterUseCounts() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let other = restarted(world)
        let body = JSONValue.members(["KeyId": .string(key), "KeySpec": .string("AES_256")]).encoded
        _ = try await other.perform(.generateDataKey, body: body, caller: World.user, region: World.region).result.get()
        world.clock.advance(seconds: 1)
        _ = try await world.encrypt("x", key)
        try await world.service.flush()
        // The other service noted an earlier use, and must not write it over the later one.
        #expect(try await lastUsage(key, other)?["Operation"]?.string == "Encrypt")
        try await other.flush()
        #expect(try await lastUsage(key, world.service)?["Operation"]?.string == "Encrypt")
    }

    @Test func aUsageGoesWithItsKeyAndDoesNotComeBack() async throws {
        let world = try await World()
        let key = try await world.newKey()
        _ = try await world.encrypt("x", key)
        let other = restarted(world)
        let body = JSONValue.members(["KeyId": .string(key), "KeySpec": .string("AES_256")]).encoded
        _ = try await other.perform(.generateDataKey, body: body, caller: World.user, region: World.region).result.get()
        try await world.service.flush()
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key), "PendingWindowInDays": .int(7)])
        world.clock.advance(days: 7)
        #expect(try await world.service.housekeep().deletedKeys == [world.arn(key)])
        #expect(try await stored(in: world).isEmpty)
        try await world.service.flush()
        try await other.flush()
        #expect(try await stored(in: world).isEmpty)
    }

    @Test func aUseOfAKeyThatIsDeletedInTheSameMomentIsNotStored() async throws {
        let store = InterceptedStore(beforeRead: { (id, inner) throws(StoreError) in
            guard id.collection == UsageRecord.collection else { return }
            let key = KeyRecord.recordID(id.name, account: id.account, region: id.region)
            guard let version = try await inner.read(key)?.version else { return }
            try await inner.commit([.delete(key, expectedVersion: version)], erase: false)
        })
        let world = try await World(store: store)
        let key = try await world.newKey()
        _ = try await world.encrypt("x", key)
        try await world.service.flush()
        #expect(try await stored(in: world).isEmpty)
    }

    @Test func memoryIsBoundedAndAFlushMakesRoom() {
        let tracker = UsageTracker(capacity: 4, shardCount: 2)
        let keys = (0..<100).map { KeyRecord.recordID("k\($0)", account: World.account, region: World.region) }
        for key in keys { tracker.note(KeyUse(operation: .sign, time: 1, requestID: ""), of: key) }
        #expect(tracker.noted.count == 4)
        #expect(tracker.isFillingUp)
        let later = KeyUse(operation: .verify, time: 2, requestID: "r")
        for key in tracker.noted.map(\.key) { tracker.note(later, of: key) }
        #expect(tracker.noted.allSatisfy { $0.use == later })
        for (key, _) in tracker.noted { tracker.forget(KeyUse(operation: .sign, time: 1, requestID: ""), of: key) }
        #expect(tracker.noted.count == 4)
        for (key, use) in tracker.noted { tracker.forget(use, of: key) }
        #expect(tracker.noted.isEmpty)
        #expect(!tracker.isFillingUp)
    }

    @Test func anEarlierUseDoesNotReplaceALaterOne() {
        let tracker = UsageTracker()
        let key = KeyRecord.recordID("k", account: World.account, region: World.region)
        let (early, late) = (
            KeyUse(operation: .sign, time: 1, requestID: ""), KeyUse(operation: .verify, time: 2, requestID: "")
        )
        tracker.note(late, of: key)
        tracker.note(early, of: key)
        #expect(tracker.lastNoted(of: key) == late)
    }
}
