import AWSJSON
import KMSModel
import KeyService
import Records
import Synchronization
import Testing

/// Whoever can write the database can't give himself a grant, nor widen one.
@Suite struct GrantTamperTests {
    @Test func aLyingIndexGivesNobodyAnotherKeysGrant() async throws {
        let world = try await World(store: InterceptedStore(falseIndex: "grant"))
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let one = try await world.newGrant(on: key, ["Name": .string("n"), "RetiringPrincipal": .string(World.role)])
        let two = try await world.newGrant(on: other, ["Name": .string("n"), "RetiringPrincipal": .string(World.role)])
        #expect(one.id != two.id)
        let third = try await world.newGrant(on: key, ["Name": .string("m")])
        #expect(third.id != one.id)
    }

    @Test func aLyingIndexMakesNoGrantRetirable() async throws {
        let world = try await World(store: InterceptedStore(falseIndex: "grant"))
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key, ["RetiringPrincipal": .string(World.role)])
        try await world.newGrant(on: key, ["RetiringPrincipal": .string("arn:aws:iam::444455556666:role/r")])
        #expect(try await world.retirable(by: World.bob).isEmpty)
        #expect(try await world.retirable(by: World.role).map { $0["GrantId"]?.string } == [grant.id])
    }

    @Test(arguments: ["grant", "grant-tally"])
    func anAlteredRecordIsAnError(collection: String) async throws {
        let world = try await World(
            store: InterceptedStore(forge: {
                $0.id.collection.rawValue == collection ? $0.damaged(ifOf: collection) : $0
            }))
        let key = try await world.newKey()
        let grant = try await world.newGrant(on: key)
        let operation = collection == "grant" ? KMSOperation.listGrants : .revokeGrant
        let outcome = await world.outcome(operation, ["KeyId": .string(key), "GrantId": .string(grant.id)])
        let error = KMSError(.kmsInternalException, "A record of this key is damaged or was altered.")
        #expect(outcome.result == .failure(error))
        #expect(outcome.cause?.contains("notAuthentic") == true)
    }

    @Test func aKeyWithDamagedGrantsIsDeletedNevertheless() async throws {
        let world = try await World(store: InterceptedStore(forge: { $0.damaged(ifOf: "grant") }))
        let key = try await world.newKey()
        try await world.newGrant(on: key)
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key), "PendingWindowInDays": .int(7)])
        world.clock.advance(days: 7)
        #expect(try await world.service.housekeep().deletedKeys == [world.arn(key)])
    }

    @Test func aGrantInAnotherGrantsPlaceDoesNotOpen() async throws {
        let first = Mutex<[UInt8]?>(nil)
        let world = try await World(
            store: InterceptedStore(forge: { record in
                guard record.id.collection.rawValue == "grant" else { return record }
                let sealed = first.withLock { first in
                    first = first ?? record.sealed
                    return first ?? []
                }
                return StoredRecord(id: record.id, version: record.version, sealed: sealed)
            }))
        let (key, other) = (try await world.newKey(), try await world.newKey())
        try await world.newGrant(on: key)
        #expect(try await world.grants(of: key).count == 1)
        try await world.newGrant(on: other)
        let error = try await world.refusal(.listGrants, ["KeyId": .string(other)])
        #expect(error?.code == .kmsInternalException)
    }
}
