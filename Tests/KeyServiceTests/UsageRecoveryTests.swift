import AWSJSON
import AuditTrail
import KMSModel
import RecordStoreContract
import Records
import Testing

@testable import KeyService

/// What was not stored when a server was killed is found in the trail.
@Suite struct UsageRecoveryTests {
    private func restarted(_ world: World) -> KeyService {
        KeyService(store: world.sealed, clock: world.clock, randomness: SeededRandomness(seed: 5))
    }

    private func eventID(at time: Int64, _ byte: UInt8 = 0) -> String {
        EventID.make(time: time, randomness: [UInt8](repeating: byte, count: EventID.randomBytes))
    }

    /// A record of the trail.
    private func record(
        _ name: String, of key: String, in account: String = World.account, at time: Int64 = 1_700_000_000_000,
        source: String = "kms.amazonaws.com", error: String? = nil, owner: String = World.account
    ) -> [UInt8] {
        let arn = "arn:aws:kms:\(World.region):\(owner):key/\(key)"
        return AuditEvent(
            identity: .account(principalID: "AIDA", account: account), time: time, source: source, name: name,
            region: World.region, sourceIPAddress: "10.0.0.1", userAgent: "",
            details: AuditDetails(
                resources: [AuditResource(account: owner, type: "AWS::KMS::Key", arn: arn)], isReadOnly: true),
            errorCode: error, requestID: "request", id: eventID(at: time), recipientAccount: account
        ).encoded()
    }

    private func lastUsage(_ key: String, _ service: KeyService) async throws -> JSONValue? {
        let body = JSONValue.members(["KeyId": .string(key)]).encoded
        let outcome = await service.perform(.getKeyLastUsage, body: body, caller: World.user, region: World.region)
        return try JSONValue(parsing: outcome.result.get())["KeyLastUsage"]
    }

    @Test func aUseIsTakenFromItsRecord() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let service = restarted(world)
        let recovery = try #require(try await service.recoverUses(recorded: 1))
        #expect(recovery.after == 0)
        recovery.take(record("Sign", of: key))
        recovery.finish(isComplete: true)
        let usage = try #require(try await lastUsage(key, service))
        #expect(usage["Operation"]?.string == "Sign")
        #expect(usage["Timestamp"]?.double == 1_700_000_000.0)
        #expect(usage["KmsRequestId"]?.string == "request")
        #expect(usage["CloudTrailEventId"]?.string == eventID(at: 1_700_000_000_000))
        try await service.flush(recorded: 1)
        #expect(try await lastUsage(key, restarted(world)) == usage)
    }

    @Test func whatIsNoSuccessfulUseIsNone() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let service = restarted(world)
        let recovery = try #require(try await service.recoverUses(recorded: 9))
        recovery.take(record("Encrypt", of: key, error: "DryRunOperationException"))
        recovery.take(record("DescribeKey", of: key))
        recovery.take(record("Encrypt", of: key, source: "iam.amazonaws.com"))
        // The caller's record of a use that the key's owner has a record of himself.
        recovery.take(record("Encrypt", of: key, in: "444455556666"))
        recovery.take(Array("no record".utf8))
        recovery.finish(isComplete: true)
        #expect(try await lastUsage(key, service) == .object([]))
    }

    @Test func aLaterUseStaysTheLast() async throws {
        let world = try await World()
        let (stored, noted) = (try await world.newKey(), try await world.newKey())
        _ = try await world.encrypt("x", stored)
        try await world.service.flush()
        let service = restarted(world)
        let recovery = try #require(try await service.recoverUses(recorded: 3))
        let body = JSONValue.members(["KeyId": .string(noted), "Plaintext": .blob("x")]).encoded
        _ = await service.perform(.encrypt, body: body, caller: World.user, region: World.region)
        for key in [stored, noted] { recovery.take(record("Sign", of: key, at: 1_699_999_999_000)) }
        recovery.finish(isComplete: true)
        for key in [stored, noted] { #expect(try await lastUsage(key, service)?["Operation"]?.string == "Encrypt") }
        try await service.flush()
        #expect(try await lastUsage(stored, restarted(world))?["Operation"]?.string == "Encrypt")
    }

    @Test func whoAsksWaitsUntilAllIsFound() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let service = restarted(world)
        let recovery = try #require(try await service.recoverUses(recorded: 1))
        async let early = lastUsage(key, service)
        // Other calls don't wait.
        let body = JSONValue.members(["KeyId": .string(key)]).encoded
        _ = try await service.perform(.describeKey, body: body, caller: World.user, region: World.region).result.get()
        for _ in 0..<100 { await Task.yield() }
        recovery.take(record("Sign", of: key))
        recovery.finish(isComplete: true)
        #expect(try await early?["Operation"]?.string == "Sign")
    }

    @Test func onlyLaterRecordsThanThoseOfStoredUsesAreLookedAt() async throws {
        let world = try await World()
        try await world.service.flush(recorded: 70)
        #expect(try await restarted(world).recoverUses(recorded: 70) == nil)
        #expect(try await restarted(world).recoverUses(recorded: 75)?.after == 70)
        // Another trail.
        #expect(try await restarted(world).recoverUses(recorded: 69)?.after == 0)
        // Never without end.
        #expect(try await restarted(world).recoverUses(recorded: 3_000_000)?.after == 2_000_000)
    }

    @Test func aRecoveryThatDidNotEndIsMadeAgain() async throws {
        let world = try await World()
        try await world.service.flush(recorded: 70)
        let service = restarted(world)
        let recovery = try await service.recoverUses(recorded: 75)
        try await service.flush(recorded: 80)
        #expect(try await restarted(world).recoverUses(recorded: 80)?.after == 70)
        recovery?.finish(isComplete: false)
        try await service.flush(recorded: 80)
        #expect(try await restarted(world).recoverUses(recorded: 80)?.after == 70)
        recovery?.finish(isComplete: true)
        try await service.flush(recorded: 80)
        #expect(try await restarted(world).recoverUses(recorded: 80) == nil)
    }

    @Test func usesAreStoredSoonerWhenManyRecordsCome() async throws {
        let world = try await World()
        let key = try await world.newKey()
        _ = try await world.service.housekeep(recorded: 0)
        _ = try await world.encrypt("x", key)
        _ = try await world.service.housekeep(recorded: UsageTracker.recordsPerFlush - 1)
        #expect(try await lastUsage(key, restarted(world)) == .object([]))
        _ = try await world.service.housekeep(recorded: UsageTracker.recordsPerFlush)
        #expect(try await lastUsage(key, restarted(world))?["Operation"]?.string == "Encrypt")
    }

    @Test func aDamagedNoteOfProgressCostsNothingButTime() async throws {
        let world = try await World(store: InterceptedStore(forge: { $0.damaged(ifOf: "key-usage-progress") }))
        try await world.service.flush(recorded: 70)
        #expect(try await restarted(world).recoverUses(recorded: 75)?.after == 0)
        try await world.service.flush(recorded: 75)
    }

    @Test func theOwnerOfAKeyIsToldOfHisOwnRecord() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let policy = World.keyPolicy(World.statement("Allow", ["kms:Encrypt"], to: World.stranger.arn))
        try await world.ok(.putKeyPolicy, ["KeyId": .string(key), "Policy": .string(policy)])
        let body = JSONValue.members(["KeyId": .string(world.arn(key)), "Plaintext": .blob("x")]).encoded
        let mine = eventID(at: 1_700_000_000_000)
        let outcome = await world.service.perform(
            .encrypt, body: body, caller: World.stranger, region: World.region, eventID: mine)
        _ = try outcome.result.get()
        let owner = try #require(outcome.otherAccounts.first)
        #expect(owner.account == World.account && owner.eventID != mine)
        #expect(EventID.time(of: owner.eventID) == 1_700_000_000_000)
        let usage = try await lastUsage(key, try await restarted(world, flushed: true))
        #expect(usage?["CloudTrailEventId"]?.string == owner.eventID)
    }

    private func restarted(_ world: World, flushed: Bool) async throws -> KeyService {
        try await world.service.flush()
        return restarted(world)
    }
}
