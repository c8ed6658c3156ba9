import AuditTrail
import CloudTrailModel
import Records

/// Records go to trails minutes after the events, and what a trail took when an event happened decides whether it gets
/// it. So each trail remembers what it took before, as long as there may be such records.
extension TrailRecord {
    /// How many changes may wait until the records before them are delivered, which takes some minutes.
    static let changesMax = 100

    /// What a trail took before a change that has been made to it.
    mutating func remember(_ old: TrailRecord, in call: Call) throws(Failure) {
        former = old.former.filter { $0.until >= call.environment.settledUntil }
        // By a clock that has been set back since. Until when which of them held can't be told.
        if let last = former.last, last.until > call.now { former = [] }
        let scope = old.deliveryTarget.scope
        guard scope != deliveryTarget.scope else { return }
        guard former.count < Self.changesMax else { throw .tooManyChanges }
        former.append(FormerScope(scope: scope, until: call.now, changedBy: call.requestID))
    }
}

extension Environment {
    /// For how long a record may be written after the event, in milliseconds: calls take a while.
    private static let recordingTime: Int64 = 300_000

    /// What happened before was delivered, in milliseconds since 1970.
    var settledUntil: Int64 {
        guard let delivered = archive.deliveredUntil else { return .min }
        return min(delivered, clock.nowMilliseconds()) - Self.recordingTime
    }
}

extension Failure {
    static let tooManyChanges = Failure.refused(
        .throttlingException, "Too many changes of trails were made in the last minutes. Try again in some minutes.")
}
