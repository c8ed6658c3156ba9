import AWSJSON
import KMSModel
import KeyService
import RecordStoreContract
import Records
import Testing

@Suite struct GrantConcurrencyTests {
    @Test func ofManyWhoAskForTheSameGrantAllGetOne() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask { try await world.newGrant(on: key, ["Name": .string("n")]).id }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await world.grants(of: key).count == 1)
    }

    @Test func noGrantIsLostWhenManyAreMadeAndDeletedAtOnce() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<120 {
                group.addTask {
                    let grant = try await world.newGrant(on: key)
                    guard number.isMultiple(of: 3) else { return }
                    try await world.ok(.retireGrant, ["GrantToken": .string(grant.token)])
                }
            }
            try await group.waitForAll()
        }
        #expect(try await world.grants(of: key).count == 80)
    }

    @Test func aGrantIsRetiredOnce() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key)
        let request: [String: JSONValue] = ["KeyId": .string(key), "GrantId": .string(grant.id)]
        let successes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { await world.outcome(.revokeGrant, request).result == .success([]) }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(successes == 1)
    }

    @Test func aGrantIsMadeOnAKeyAsItIsAndNotAsItWas() async throws {
        let world = try await World()
        // A second service over the same store, as another process would be: it doesn't hear of the change.
        let other = KeyService(store: world.sealed, clock: world.clock, randomness: SeededRandomness(seed: 9))
        let key = try await world.newKey()
        let body = JSONValue.members(World.grant(on: key)).encoded
        let first = await other.perform(.createGrant, body: body, caller: World.user, region: World.region)
        _ = try first.result.get()
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        let second = await other.perform(.createGrant, body: body, caller: World.user, region: World.region)
        #expect(second.result == .failure(KMSError(.disabledException, "\(world.arn(key)) is disabled.")))
        #expect(try await world.grants(of: key).count == 1)
    }

    @Test(arguments: [0, 1, 199, 200, 401])
    func grantsDieWithTheirKey(count: Int) async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let kept = try await world.newGrant(on: other)
        for _ in 0..<count { try await world.newGrant(on: key, ["RetiringPrincipal": .string(World.role)]) }
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key), "PendingWindowInDays": .int(7)])
        world.clock.advance(days: 7)
        #expect(try await world.service.housekeep().deletedKeys == [world.arn(key)])
        for (collection, left) in [("grant", 1), ("grant-tally", 1), ("key", 1)] {
            let records = try await world.store.scan(
                Collection(rawValue: collection), account: World.account, region: World.region, after: nil, limit: 10)
            #expect(records.count == left)
        }
        #expect(try await world.grants(of: other).map { $0["GrantId"]?.string } == [kept.id])
        #expect(try await world.retirable(by: World.role).isEmpty)
    }
}
