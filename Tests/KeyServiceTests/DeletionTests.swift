import AWSJSON
import KMSModel
import KeyService
import Records
import Testing

@Suite struct DeletionTests {
    @Test func aKeyWaitsForItsDateAndCanBeSaved() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let answer = try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key), "PendingWindowInDays": .int(7)])
        #expect(answer["KeyId"]?.string == world.arn(key))
        #expect(answer["KeyState"]?.string == "PendingDeletion")
        #expect(answer["PendingWindowInDays"]?.int64 == 7)
        #expect(answer["DeletionDate"]?.double == 1_700_604_800.0)
        #expect(try await world.metadata(key)["DeletionDate"] == answer["DeletionDate"])
        world.clock.advance(days: 6, seconds: 86_399)
        #expect(try await world.service.housekeep().deletedKeys.isEmpty)
        let saved = try await world.ok(.cancelKeyDeletion, ["KeyId": .string(key)])
        #expect(saved["KeyId"]?.string == world.arn(key))
        #expect(try await world.metadata(key)["KeyState"]?.string == "Disabled")
        world.clock.advance(days: 30)
        #expect(try await world.service.housekeep().deletedKeys.isEmpty)
    }

    @Test func atTheEndOfTheWindowNothingIsLeft() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
        try await world.ok(.createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)])
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        world.clock.advance(days: 30)
        #expect(try await world.service.housekeep().deletedKeys == [world.arn(key)])
        try await world.expect(
            .notFoundException, "Key '\(world.arn(key))' does not exist", .describeKey, ["KeyId": .string(key)])
        try await world.expect(
            .notFoundException, "Alias \(world.aliasARN("alias/a")) is not found.", .describeKey,
            ["KeyId": .string("alias/a")])
        let error = try await world.refusal(.decrypt, ["CiphertextBlob": blob])
        #expect(error?.code == .accessDeniedException)
        for collection in ["key", "key-material", "alias"] {
            let left = try await world.store.scan(
                Collection(rawValue: collection), account: World.account, region: World.region, after: nil, limit: 10)
            #expect(left.isEmpty)
        }
        #expect(try await world.service.housekeep().deletedKeys.isEmpty)
    }

    @Test(arguments: [(6, "greater than or equal to 7"), (31, "less than or equal to 30")])
    func theWindowIsSevenToThirtyDays(days: Int64, bound: String) async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await world.expect(
            .validationException,
            "1 validation error detected: Value '\(days)' at 'pendingWindowInDays' failed to satisfy constraint: "
                + "Member must have value \(bound)", .scheduleKeyDeletion,
            ["KeyId": .string(key), "PendingWindowInDays": .int(days)])
    }

    @Test func anotherServersDeletionIsNoticed() async throws {
        let store = InMemoryRecordStore()
        let one = try await World(store: store)
        // A second service over the same sealed store, as another process would be.
        let other = KeyService(store: one.sealed, clock: one.clock, randomness: SystemlessRandomness())
        let key = try await one.newKey()
        let body = JSONValue.object([.init("KeyId", .string(key))]).encoded
        let first = await other.perform(.describeKey, body: body, caller: World.user, region: World.region)
        _ = try first.result.get()
        _ = try await other.housekeep()
        try await one.ok(.disableKey, ["KeyId": .string(key)])
        #expect(try await other.housekeep().changesSeen > 0)
        let after = await other.perform(.describeKey, body: body, caller: World.user, region: World.region)
        let metadata = try JSONValue(parsing: after.result.get())["KeyMetadata"]
        #expect(metadata?["KeyState"]?.string == "Disabled")
    }
}

/// For services that are not asked for anything random.
private struct SystemlessRandomness: Randomness {
    func fill(_ buffer: UnsafeMutableRawBufferPointer) { buffer.initializeMemory(as: UInt8.self, repeating: 7) }
}
