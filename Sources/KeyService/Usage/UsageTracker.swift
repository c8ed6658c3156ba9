import KMSModel
import Records
import Synchronization

/// Which keys were used of late, and for what: noted in memory without any I/O, stored every few minutes and when the
/// service stops. What was noted since and is lost with the process is found again in the audit trail: see `UsageRecovery`.
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
    /// Closed while there may be later uses in the trail than are known here.
    let isRecovered = Gate()
    /// Up to which record of the trail every use was stored last; and whether all that are not stored are noted here.
    private let progress = Mutex((stored: Int64(0), isWhole: true, hasDropped: false))
    /// The trail has no more records than this of which uses are not stored, but for those of a few seconds: that many are
    /// read again after a crash.
    static let recordsPerFlush: Int64 = 250_000

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

    /// Notes that a call succeeded, if its operation is one of those that count as a use. A key's owner is told of the
    /// record that he has himself.
    /// `permissions`: what it needed; they name the keys it used.
    func note(_ permissions: @autoclosure () -> [Permission], in call: Call, _ others: [AuditOwner]) {
        guard let tracked = Self.tracked[call.operation] else { return }
        var use = KeyUse(operation: tracked, time: call.time, requestID: call.requestID)
        for permission in permissions() {
            guard let key = permission.key?.record else { continue }
            use.eventID = others.first { $0.account == key.account }?.eventID ?? call.eventID
            note(use, of: key.recordID)
        }
    }

    func note(_ use: KeyUse, of key: RecordID, evenIfFull isNeeded: Bool = false) {
        let isNoted = shard(of: key).uses.withLock { uses in
            if let last = uses[key] {
                if last.time <= use.time { uses[key] = use }
            } else if isNeeded || uses.count < usesPerShardMax {
                uses[key] = use
            } else {
                return false
            }
            return true
        }
        // From now on the trail knows of a use that is neither here nor in the store: the next start looks for it.
        if !isNoted { progress.withLock { ($0.isWhole, $0.hasDropped) = (false, true) } }
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

    /// Whether so many records came that after a crash it would take long to read them again.
    func isBehind(_ recorded: Int64?) -> Bool {
        guard let recorded else { return false }
        return progress.withLock { $0.isWhole && recorded - $0.stored >= Self.recordsPerFlush }
    }

    func noteStored(through records: Int64) { progress.withLock { $0.stored = records } }

    /// Whether all uses that are not stored are noted here: none has to be looked for in the trail.
    var isWhole: Bool { progress.withLock(\.isWhole) }

    /// From now on there may be later uses in the trail.
    func beginRecovery(after stored: Int64) {
        progress.withLock { ($0.stored, $0.isWhole) = (stored, false) }
        isRecovered.close()
    }

    func endRecovery(isComplete: Bool) {
        progress.withLock { $0.isWhole = isComplete && !$0.hasDropped }
        isRecovered.open()
    }

    /// Whether a shard is half full.
    var isFillingUp: Bool { shards.contains { $0.uses.withLock(\.count) * 2 >= usesPerShardMax } }

    private func shard(of key: RecordID) -> Shard {
        shards[Int(UInt(bitPattern: key.name.hashValue) % UInt(shards.count))]
    }
}
