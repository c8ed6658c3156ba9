import AuditTrail
import Synchronization

/// Records that wait for a sink. Bounded: what does not fit is dropped and counted, so that no call ever waits.
final class SinkQueue: Sendable {
    private struct State {
        var waiting: [AuditEntry] = []
        /// Of those, and of those that were taken and are not settled yet.
        var bytes = 0
        var count = 0
        var dropped = 0
        var isClosed = false
        /// Whether the thread that drains it waits for a signal.
        var isIdle = false
    }

    static let bytesMaxUsual = 8 << 20
    /// What an entry costs besides its JSON.
    static let entryBytes = 128
    private let bytesMax: Int
    private let wakeUp: WakeUp
    private let state = Mutex(State())

    init(bytesMax: Int = SinkQueue.bytesMaxUsual) throws(Failure) {
        self.bytesMax = bytesMax
        wakeUp = try WakeUp()
    }

    /// Records dropped since the start.
    var dropped: Int { state.withLock { $0.dropped } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Queues what fits, and all of it in order.
    /// - Returns: how many were dropped.
    @discardableResult
    func offer(_ entries: [AuditEntry]) -> Int {
        let (dropped, isIdle) = state.withLock { state -> (Int, Bool) in
            var dropped = 0
            for entry in entries {
                let bytes = Self.bytes(of: entry)
                guard !state.isClosed, state.bytes + bytes <= bytesMax else {
                    dropped += 1
                    continue
                }
                state.waiting.append(entry)
                state.bytes += bytes
                state.count += 1
            }
            state.dropped += dropped
            defer { state.isIdle = false }
            return (dropped, state.isIdle)
        }
        if isIdle { wakeUp.signal() }
        return dropped
    }

    /// Waits for records, and takes all there are, the oldest first. They count against the bound until they are settled.
    /// - Returns: nil when it is closed and empty.
    func next() -> [AuditEntry]? {
        while true {
            let (taken, isClosed) = state.withLock { state -> ([AuditEntry], Bool) in
                state.isIdle = state.waiting.isEmpty && !state.isClosed
                defer { state.waiting = [] }
                return (state.waiting, state.isClosed)
            }
            if !taken.isEmpty { return taken }
            if isClosed { return nil }
            wakeUp.wait()
        }
    }

    /// The sink is done with some: they got out, or they were dropped.
    func settle(_ entries: ArraySlice<AuditEntry>, areDropped: Bool) {
        let bytes = entries.reduce(0) { $0 + Self.bytes(of: $1) }
        state.withLock { state in
            guard state.count > 0 else { return }
            state.bytes -= bytes
            state.count -= entries.count
            if areDropped { state.dropped += entries.count }
        }
    }

    /// Lets time pass, unless it is closed.
    func pause(milliseconds: Int32) {
        guard !isClosed else { return }
        wakeUp.wait(milliseconds: milliseconds)
    }

    /// Takes no more. What waits can still be taken.
    func close() {
        state.withLock { $0.isClosed = true }
        wakeUp.signal()
    }

    /// After closing: all that is not settled counts as dropped, whatever becomes of it.
    func abandon() {
        state.withLock { state in
            state.dropped += state.count
            state.count = 0
            state.waiting = []
        }
    }

    static func bytes(of entry: AuditEntry) -> Int { entry.json.count + entryBytes }
}
