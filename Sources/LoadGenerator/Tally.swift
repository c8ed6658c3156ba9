import Histogram
import NIOCore
import Synchronization

/// What the connections count together, in a window of time.
final class Tally: Sendable {
    struct Counts {
        /// In microseconds, of the requests that succeeded.
        var latencies = Histogram<UInt64>(highestTrackableValue: 700_000_000, numberOfSignificantValueDigits: .three)
        var errors: [String: UInt64] = [:]
    }

    let start: NIODeadline
    let end: NIODeadline
    private let counts = Mutex(Counts())
    private let isCancelled = Atomic(false)

    init(start: NIODeadline, end: NIODeadline) {
        self.start = start
        self.end = end
    }

    var result: Counts { counts.withLock { $0 } }

    func isOver(at now: NIODeadline) -> Bool { now >= end || isCancelled.load(ordering: .relaxed) }

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Counts a request whose answer came in the window. Without an error code it succeeded.
    func count(sent: NIODeadline, answered: NIODeadline, errorCode: String?) {
        guard start <= answered, answered < end else { return }
        let microseconds = UInt64(max(0, (answered - sent).nanoseconds)) / 1000
        counts.withLock { counts in
            if let errorCode {
                counts.errors[errorCode, default: 0] += 1
            } else {
                counts.latencies.record(microseconds)
            }
        }
    }

    /// Counts what happened in the window without an answer, or what was still without one at its end.
    func count(error: String, at now: NIODeadline) {
        guard start <= now else { return }
        counts.withLock { $0.errors[error, default: 0] += 1 }
    }
}
