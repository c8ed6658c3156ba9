import Histogram
import NIOCore
import Synchronization

/// What the connections count together, in a window of time.
final class Tally: Sendable {
    struct Counts {
        /// In microseconds, of the requests that succeeded.
        var latencies = Histogram<UInt64>(highestTrackableValue: 700_000_000, numberOfSignificantValueDigits: .three)
        var errors: [String: UInt64] = [:]
        /// What the first broken or failed connection died of.
        var connectionError: String?
        /// How many requests all this were.
        var total = 0
    }

    let start: NIODeadline
    let end: NIODeadline
    private let totalMax: Int
    private let counts = Mutex(Counts())
    private let isStopped = Atomic(false)

    init(start: NIODeadline, end: NIODeadline, totalMax: Int) {
        self.start = start
        self.end = end
        self.totalMax = totalMax
    }

    var result: Counts { counts.withLock { $0 } }

    func isOver(at now: NIODeadline) -> Bool { now >= end || isStopped.load(ordering: .relaxed) }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Counts a request whose answer came in the window. Without an error code it succeeded.
    /// `due`: when it was sent, or should have been.
    func count(due: NIODeadline, answered: NIODeadline, errorCode: String?) {
        guard answered < end else { return }
        let microseconds = UInt64(max(0, (answered - due).nanoseconds)) / 1000
        count(at: answered) { counts in
            if let errorCode {
                counts.errors[errorCode, default: 0] += 1
            } else {
                counts.latencies.record(microseconds)
            }
        }
    }

    /// Counts what happened in the window without an answer, or what was still without one at its end.
    func count(error: String, reason: String?, at now: NIODeadline) {
        count(at: now) { counts in
            counts.errors[error, default: 0] += 1
            counts.connectionError = counts.connectionError ?? reason
        }
    }

    private func count(at now: NIODeadline, _ change: (inout Counts) -> Void) {
        guard start <= now else { return }
        let total = counts.withLock { counts in
            change(&counts)
            counts.total += 1
            return counts.total
        }
        if total >= totalMax { stop() }
    }
}
