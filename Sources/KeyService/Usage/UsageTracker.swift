import KMSModel
import Records
import Synchronization

/// Which keys were used of late, and for what: noted in memory without any I/O, stored every few minutes and when the
/// service stops. What was noted since is lost with the process.
final class UsageTracker: Sendable {
    /// Keys by the names of their records. Spread over several, so that calls on different keys don't wait for each
    /// other.
    private final class Shard: Sendable {
        let uses = Mutex<[RecordID: KeyUse]>([:])
    }

    private let shards: [Shard]
    private let usesPerShardMax: Int
    private let nextFlush = Mutex<Int64?>(nil)
    private static let flushPeriodMilliseconds: Int64 = 5 * 60 * 1000

    /// `capacity`: of how many keys the use is held in memory. When there is no room, uses of other keys are not noted
    /// until the next flush.
    init(capacity: Int = 1 << 17, shardCount: Int = 16) {
        shards = (0..<shardCount).map { _ in Shard() }
        usesPerShardMax = max(1, capacity / shardCount)
    }

    private static let tracked: [KMSOperation: KeyLastUsageTrackingOperation] = Dictionary(
        uniqueKeysWithValues: KeyLastUsageTrackingOperation.allCases.compactMap { tracked in
            KMSOperation(rawValue: tracked.rawValue).map { ($0, tracked) }
        })

    /// Notes that a call succeeded, if its operation is one of those that count as a use.
    /// `permissions`: what it needed; they name the keys it used.
    func note(
        _ operation: KMSOperation, _ permissions: @autoclosure () -> [Permission], at time: @autoclosure () -> Int64,
        requestID: String, eventID: String
    ) {
        guard let tracked = Self.tracked[operation] else { return }
        let use = KeyUse(operation: tracked, time: time(), requestID: requestID, eventID: eventID)
        for permission in permissions() {
            if let key = permission.key { note(use, of: key.record.recordID) }
        }
    }

    func note(_ use: KeyUse, of key: RecordID) {
        shard(of: key).uses.withLock { uses in
            if let last = uses[key] {
                if last.time <= use.time { uses[key] = use }
            } else if uses.count < usesPerShardMax {
                uses[key] = use
            }
        }
    }

    func lastNoted(of key: RecordID) -> KeyUse? { shard(of: key).uses.withLock { $0[key] } }

    func forget(_ key: RecordID) { shard(of: key).uses.withLock { $0[key] = nil } }

    /// Forgets a use, unless a later one was noted meanwhile.
    func forget(_ use: KeyUse, of key: RecordID) {
        shard(of: key).uses.withLock { if $0[key] == use { $0[key] = nil } }
    }

    var noted: [(key: RecordID, use: KeyUse)] {
        shards.flatMap { shard in shard.uses.withLock { uses in uses.map { ($0.key, $0.value) } } }
    }

    /// Whether a period has gone by; another one begins then.
    func isTimeToFlush(at now: Int64) -> Bool {
        nextFlush.withLock { next in
            let isDue = next.map { $0 <= now } ?? false
            if isDue || next == nil { next = now + Self.flushPeriodMilliseconds }
            return isDue
        }
    }

    /// Whether a shard is half full.
    var isFillingUp: Bool { shards.contains { $0.uses.withLock(\.count) * 2 >= usesPerShardMax } }

    private func shard(of key: RecordID) -> Shard {
        shards[Int(UInt(bitPattern: key.name.hashValue) % UInt(shards.count))]
    }
}
