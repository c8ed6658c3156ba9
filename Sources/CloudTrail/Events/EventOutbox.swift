public import AuditTrail
public import Records
import Synchronization

/// Why events stay where they are.
public enum EventDrainError: Error, Hashable, Sendable {
    /// They can't be read or deleted.
    case record(RecordError)
    /// The trail did not take them.
    case trail(AuditFailure)
}

/// What one round of draining did.
public struct DrainedEvents: Hashable, Sendable {
    /// How many events the trail got.
    public var count = 0
    /// Events that do not open, each told once by one outbox: they are damaged or were altered, stay in the store as
    /// evidence, and keep no others waiting.
    public var damaged: [RecordID] = []
}

/// Brings events that no call tells of from the record store into the audit trail.
public final class EventOutbox: Sendable {
    private let store: SealedStore
    private let state = Mutex(State())

    private struct State {
        /// Events that the trail has, or keeps in memory until it can be written.
        var given: Set<RecordID> = []
        var damaged: Set<RecordID> = []
        /// Whether older releases have left none.
        var hasNoFormer = false
    }

    private static let pageSize = 100
    /// More are not told: somebody makes them.
    private static let damagedMax = 1000

    public init(store: SealedStore) { self.store = store }

    /// How many events did not open since the start, as far as they are counted.
    public var damagedCount: Int { state.withLock(\.damaged.count) }

    /// Gives the trail the events that wait, in order of time, and deletes each when the trail has it. Meant to be called
    /// every few seconds. After a crash the trail may get some for a second time, under the ids that they had.
    @discardableResult
    public func drain(into sink: any AuditSink) async throws(EventDrainError) -> DrainedEvents {
        var done = DrainedEvents()
        guard sink.isAccepting else { return done }
        if !state.withLock(\.hasNoFormer) {
            try await drain(FormerIdentityEvent.self, into: sink, &done)
            // What does not open is not looked at again: nothing new gets there.
            state.withLock { $0.hasNoFormer = true }
        }
        try await drain(PendingEvent.self, into: sink, &done)
        return done
    }

    private func drain<Record: OutboxRecord>(
        _ type: Record.Type, into sink: any AuditSink, _ done: inout DrainedEvents
    ) async throws(EventDrainError) {
        var after: IndexPosition?
        repeat {
            let page = try await page(type, after: after)
            var events: [Versioned<Record>] = []
            for (position, found) in page {
                switch found {
                case .success(let event): events.append(event)
                case .failure: if isNews(damaged: position.id) { done.damaged.append(position.id) }
                }
            }
            done.count += try await give(events.map(\.value), to: sink)
            try await delete(events)
            state.withLock { $0.given.subtract(events.map(\.value.recordID)) }
            after = page.count < Self.pageSize ? nil : page.last?.position
        } while after != nil
    }

    private func isNews(damaged id: RecordID) -> Bool {
        state.withLock { $0.damaged.count < Self.damagedMax && $0.damaged.insert(id).inserted }
    }

    /// An event is given once, though it could not be deleted then: a trail that fails keeps what it was given, or says
    /// that it does not.
    private func give(
        _ events: [some OutboxRecord], to sink: any AuditSink
    ) async throws(EventDrainError) -> Int {
        let new = state.withLock { state in events.filter { state.given.insert($0.recordID).inserted } }
        if new.isEmpty { return 0 }
        do throws(AuditFailure) {
            try await sink.append(new.map(\.event.entry))
        } catch {
            if !error.keepsRecords { state.withLock { $0.given.subtract(new.map(\.recordID)) } }
            throw .trail(error)
        }
        return new.count
    }

    private func page<Record: OutboxRecord>(
        _ type: Record.Type, after: IndexPosition?
    ) async throws(EventDrainError) -> [(position: IndexPosition, found: Result<Versioned<Record>, RecordError>)] {
        do throws(RecordError) {
            return try await store.scanEach(
                type, index: PendingEvent.timeIndex, from: "", through: PendingEvent.timeValue(.max), after: after,
                limit: Self.pageSize)
        } catch {
            throw .record(error)
        }
    }

    /// Another process may be doing the same.
    private func delete(_ events: [Versioned<some OutboxRecord>]) async throws(EventDrainError) {
        if events.isEmpty { return }
        let changes = events.map { Change.delete($0.value.recordID, expectedVersion: $0.version) }
        do throws(RecordError) {
            do throws(RecordError) {
                try await store.commit(changes)
            } catch .store(.conflict) {
                for change in changes {
                    do throws(RecordError) {
                        try await store.commit([change])
                    } catch .store(.conflict) {
                        // It is gone already.
                    }
                }
            }
        } catch {
            throw .record(error)
        }
    }
}

/// A record of the store that holds an event.
private protocol OutboxRecord: RecordContent {
    var event: PendingEvent { get }
}

extension PendingEvent: OutboxRecord {
    fileprivate var event: PendingEvent { self }

    fileprivate var entry: AuditEntry { AuditEntry(account: account, region: region, json: Array(json.utf8)) }
}

/// Where releases up to 0.1 kept what operators did to administrators.
private struct FormerIdentityEvent: OutboxRecord {
    static let collection = Collection(rawValue: "pending-identity-event")

    var event: PendingEvent

    var recordID: RecordID {
        RecordID(Self.collection, account: event.account, region: event.region, name: event.id)
    }

    var indexes: [IndexEntry] { event.indexes }

    func encoded() -> [UInt8] { event.encoded() }

    init?(decoding bytes: [UInt8]) {
        guard let event = PendingEvent(decoding: bytes) else { return nil }
        self.event = event
    }
}
