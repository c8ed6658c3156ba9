import AWSJSON
import AuditTrail
import RecordStoreContract
import Records
import Testing

@testable import CloudTrail

/// What no call tells of, on its way into the trail.
@Suite struct EventOutboxTests {
    /// An event that happened `second` seconds after the clock's start.
    private func event(_ second: Int64, id: String? = nil) -> PendingEvent {
        let time = 1_700_000_000_000 + second * 1000
        let randomness = withUnsafeBytes(of: second) { Array($0) + [0, 0] }
        let id = id ?? EventID.make(time: time, randomness: randomness)
        return PendingEvent(
            id: id, time: time, account: World.account, region: World.region,
            json: Array(#"{"eventName":"RotateKey","second":\#(second)}"#.utf8))
    }

    private func put(_ seconds: [Int64], in world: World) async throws {
        for second in seconds { try await world.store.commit([world.store.put(event(second), over: 0)]) }
    }

    private func left(in world: World, _ collection: Collection = PendingEvent.collection) async throws -> Int {
        try await world.memory.scan(
            collection, account: World.account, region: World.region, after: nil, limit: 1000
        ).count
    }

    private func seconds(_ trail: RecordingTrail) throws -> [Int64] {
        try trail.records().compactMap { $0["second"]?.int64 }
    }

    /// Who has the database, and not the root key.
    private func forger() async throws -> SealedStore {
        let (memory, randomness) = (InMemoryRecordStore(), SeededRandomness(seed: 9))
        let sealer = try await RecordSealer(
            store: memory, rootKey: LocalRootKey(randomness: randomness), randomness: randomness)
        return SealedStore(memory, sealer: sealer)
    }

    @Test func eventsComeInOrderOfTimeAndOnce() async throws {
        let world = try await World()
        try await put([2, 0, 1], in: world)
        let (outbox, trail) = (EventOutbox(store: world.store), RecordingTrail())
        #expect(try await outbox.drain(into: trail).count == 3)
        #expect(try await outbox.drain(into: trail).count == 0)
        #expect(try seconds(trail) == [0, 1, 2])
        #expect(trail.all.allSatisfy { $0.account == World.account && $0.region == World.region })
        #expect(try await left(in: world) == 0)
    }

    @Test func moreThanAPageOfEventsIsDrained() async throws {
        let world = try await World()
        try await put(Array(0..<205), in: world)
        #expect(try await EventOutbox(store: world.store).drain(into: RecordingTrail()).count == 205)
    }

    @Test func whatTheTrailDoesNotTakeStays() async throws {
        let world = try await World()
        try await put([0], in: world)
        let (outbox, trail) = (EventOutbox(store: world.store), RecordingTrail())
        trail.breakDown()
        #expect(try await outbox.drain(into: trail).count == 0)
        #expect(try await left(in: world) == 1)
        trail.mend()
        #expect(try await outbox.drain(into: trail).count == 1)
        #expect(try trail.names() == ["RotateKey"])
    }

    /// A trail keeps what it was given while it could not be written.
    @Test func whatTheTrailWasGivenIsNotGivenAgain() async throws {
        let world = try await World()
        try await put([0], in: world)
        let (outbox, trail) = (EventOutbox(store: world.store), RecordingTrail())
        trail.breakDown(unnoticed: true)
        await #expect(throws: EventDrainError.trail(AuditFailure("the disk is full"))) {
            try await outbox.drain(into: trail)
        }
        trail.mend()
        #expect(try await outbox.drain(into: trail).count == 0)
        #expect(trail.all.count == 1)
        #expect(try await left(in: world) == 0)
    }

    /// As when too much waits to be written already.
    @Test func whatTheTrailDidNotKeepIsGivenAgain() async throws {
        let world = try await World()
        try await put([0], in: world)
        let outbox = EventOutbox(store: world.store)
        await #expect(throws: EventDrainError.trail(FullTrail.failure)) { try await outbox.drain(into: FullTrail()) }
        #expect(try await left(in: world) == 1)
        let trail = RecordingTrail()
        #expect(try await outbox.drain(into: trail).count == 1)
        #expect(try trail.names() == ["RotateKey"])
    }

    @Test func ofTwoThatDrainNeitherFails() async throws {
        let world = try await World()
        try await put([0, 1], in: world)
        let others = RecordingTrail()
        let trail = MeddlingTrail { _ = try? await EventOutbox(store: world.store).drain(into: others) }
        try await EventOutbox(store: world.store).drain(into: trail)
        #expect(try await left(in: world) == 0)
        #expect(others.all.count == 2)
    }

    @Test func anEventThatDoesNotOpenKeepsNoOtherWaiting() async throws {
        let world = try await World()
        // More than a page of those that are damaged comes first.
        let forger = try await forger()
        for second in 0..<120 as Range<Int64> {
            try await world.memory.commit([forger.put(event(second), over: 0)], erase: false)
        }
        try await put([200, 201], in: world)
        let (outbox, trail) = (EventOutbox(store: world.store), RecordingTrail())
        let first = try await outbox.drain(into: trail)
        #expect(first.count == 2)
        #expect(first.damaged.count == 120 && first.damaged.allSatisfy { $0.collection == PendingEvent.collection })
        #expect(try seconds(trail) == [200, 201])
        // They stay, and are told once.
        #expect(try await left(in: world) == 120)
        try await put([202], in: world)
        #expect(try await outbox.drain(into: trail) == DrainedEvents(count: 1, damaged: []))
        #expect(outbox.damagedCount == 120)
    }

    /// Releases up to 0.1 kept what operators did to administrators apart.
    @Test func whatAnOlderReleaseLeftIsDrained() async throws {
        let world = try await World()
        let former = FormerRecord(event: event(7))
        try await world.store.commit([world.store.put(former, over: 0)])
        try await put([8], in: world)
        let trail = RecordingTrail()
        #expect(try await EventOutbox(store: world.store).drain(into: trail).count == 2)
        #expect(try seconds(trail) == [7, 8])
        #expect(try await left(in: world, FormerRecord.collection) == 0)
    }
}

/// Keeps nothing of what it is given.
private struct FullTrail: AuditSink {
    static let failure = AuditFailure("full", keepsRecords: false)
    let isAccepting = true

    func append(_ entries: [AuditEntry]) async throws(AuditFailure) { throw Self.failure }
}

/// As releases up to 0.1 wrote it.
private struct FormerRecord: RecordContent {
    static let collection = Collection(rawValue: "pending-identity-event")
    var event: PendingEvent

    var recordID: RecordID {
        RecordID(Self.collection, account: event.account, region: event.region, name: event.id)
    }

    var indexes: [IndexEntry] { [IndexEntry("time", "000\(event.time)")] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("id", .string(event.id)), .init("time", .int(event.time)), .init("account", .string(event.account)),
            .init("region", .string(event.region)), .init("record", .string(event.json)),
        ]).encoded
    }

    init(event: PendingEvent) { self.event = event }

    init?(decoding bytes: [UInt8]) { nil }
}

/// A trail during whose writing something else happens.
private final class MeddlingTrail: AuditSink {
    private let meddle: @Sendable () async -> Void

    init(_ meddle: @escaping @Sendable () async -> Void) { self.meddle = meddle }

    var isAccepting: Bool { true }

    func append(_ entries: [AuditEntry]) async throws(AuditFailure) { await meddle() }
}
