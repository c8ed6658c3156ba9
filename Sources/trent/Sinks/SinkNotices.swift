import Logging
import Synchronization

/// What a sink tells the log: that records are dropped, why, and that it works again. No more than a line a minute of
/// each, however many records there are.
final class SinkNotices: Sendable {
    private struct State {
        var lastDropNotice: UInt64?
        var lastFailureNotice: UInt64?
        /// As the log knows it.
        var dropped = 0
        /// Its failure stands in the log.
        var isKnownToFail = false
    }

    static let intervalNanoseconds: UInt64 = 60_000_000_000
    private let name: String
    private let logger: Logger
    /// Of a clock that never goes back.
    private let now: @Sendable () -> UInt64
    private let state = Mutex(State())

    init(name: String, logger: Logger, now: @escaping @Sendable () -> UInt64) {
        self.name = name
        self.logger = logger
        self.now = now
    }

    /// `dropped`: since the start.
    func didDrop(_ dropped: Int) {
        let more = state.withLock { state -> Int? in
            guard dropped > state.dropped, isDue(&state.lastDropNotice) else { return nil }
            defer { state.dropped = dropped }
            return dropped - state.dropped
        }
        if let more { tell(dropped, more) }
    }

    /// At the end: what the log was not told yet.
    func didEnd(dropped: Int) {
        let more = state.withLock { state in
            defer { state.dropped = dropped }
            return dropped - state.dropped
        }
        if more > 0 { tell(dropped, more) }
    }

    private func tell(_ dropped: Int, _ more: Int) {
        logger.log(
            level: .warning, "an audit sink dropped records",
            metadata: ["sink": "\(name)", "dropped": .stringConvertible(more), "total": .stringConvertible(dropped)])
    }

    func didFail(_ cause: String) {
        let isNew = state.withLock { state in
            guard isDue(&state.lastFailureNotice) else { return false }
            state.isKnownToFail = true
            return true
        }
        guard isNew else { return }
        logger.log(level: .warning, "an audit sink fails", metadata: ["sink": "\(name)", "cause": "\(cause)"])
    }

    func didSend() {
        let wasFailing = state.withLock { state in
            defer { state.isKnownToFail = false }
            return state.isKnownToFail
        }
        if wasFailing { logger.log(level: .info, "an audit sink works again", metadata: ["sink": "\(name)"]) }
    }

    private func isDue(_ last: inout UInt64?) -> Bool {
        let now = now()
        if let last, now < last + Self.intervalNanoseconds { return false }
        last = now
        return true
    }
}
