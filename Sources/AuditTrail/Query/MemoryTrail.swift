import Synchronization

/// A trail in memory: the newest records, as far as there is room. For servers that keep nothing, and for tests.
public final class MemoryTrail: AuditSink, EventArchive {
    private struct State {
        var entries: [AuditEntry] = []
        /// How many of the first ones are forgotten.
        var forgotten = 0
        var bytes = 0
        /// Of the first of `entries`.
        var firstSequence: Int64 = 1
    }

    private let bytesMax: Int
    private let state = Mutex(State())

    /// `bytesMax`: how long the records may be together.
    public init(bytesMax: Int = 64 << 20) { self.bytesMax = bytesMax }

    public var isAccepting: Bool { true }

    public func append(_ entries: [AuditEntry]) async throws(AuditFailure) {
        state.withLock { state in
            state.entries += entries
            state.bytes += entries.reduce(0) { $0 + $1.json.count }
            while state.bytes > bytesMax, state.forgotten < state.entries.count {
                state.bytes -= state.entries[state.forgotten].json.count
                state.entries[state.forgotten].json = []
                state.forgotten += 1
            }
            // The forgotten are cut off many at a time: each time moves all that are left.
            guard state.forgotten > state.entries.count / 2 else { return }
            state.entries.removeFirst(state.forgotten)
            state.firstSequence += Int64(state.forgotten)
            state.forgotten = 0
        }
    }

    public func lookUp(_ query: EventQuery) async throws(AuditFailure) -> EventPage {
        let (entries, first, forgotten) = state.withLock { ($0.entries, $0.firstSequence, $0.forgotten) }
        let match = EventMatch(query)
        var events: [FoundEvent] = []
        for index in (forgotten..<entries.count).reversed() {
            let (entry, position) = (entries[index], EventPosition(sequence: first + Int64(index)))
            if let after = query.after, position >= after { continue }
            guard match.matches(entry.json, account: entry.account, region: entry.region) else { continue }
            guard events.count < query.limit else { return EventPage(events: events, next: events.last?.position) }
            events.append(
                FoundEvent(position: position, json: entry.json, account: entry.account, region: entry.region))
        }
        return EventPage(events: events, next: nil)
    }

    public func deliveryStatus(of trailARN: String) -> DeliveryStatus? { nil }

    /// Nothing ever waits for delivery.
    public var deliveredUntil: Int64? { .max }
}
