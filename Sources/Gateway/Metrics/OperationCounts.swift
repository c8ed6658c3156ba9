import Synchronization

/// The calls of one operation. Each operation has its own lock, held for some additions.
final class OperationCounts: Sendable {
    struct Snapshot: Sendable {
        var byCode: [String: Int] = [:]
        /// One for each bound, and one for what is above them all.
        var byBucket = [Int](repeating: 0, count: OperationCounts.bounds.count + 1)
        var calls = 0
        var nanoseconds: UInt64 = 0
    }

    /// Upper bounds, themselves included, as numbers and as Prometheus writes them in seconds.
    static let bounds: [(nanoseconds: UInt64, label: String)] = [
        (100_000, "0.0001"), (250_000, "0.00025"), (500_000, "0.0005"), (1_000_000, "0.001"), (2_500_000, "0.0025"),
        (5_000_000, "0.005"), (10_000_000, "0.01"), (25_000_000, "0.025"), (50_000_000, "0.05"),
        (100_000_000, "0.1"), (250_000_000, "0.25"), (500_000_000, "0.5"), (1_000_000_000, "1"),
        (2_500_000_000, "2.5"), (5_000_000_000, "5"), (10_000_000_000, "10"),
    ]

    private let state = Mutex(Snapshot())

    var snapshot: Snapshot { state.withLock { $0 } }

    func count(code: String, durationNanoseconds: UInt64) {
        let bucket = Self.bounds.firstIndex { durationNanoseconds <= $0.nanoseconds } ?? Self.bounds.count
        state.withLock { counts in
            counts.byCode[code, default: 0] += 1
            counts.byBucket[bucket] += 1
            counts.calls += 1
            counts.nanoseconds &+= durationNanoseconds
        }
    }
}
