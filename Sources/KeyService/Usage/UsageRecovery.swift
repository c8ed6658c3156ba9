import AuditTrail
import KMSModel
public import Records
import Synchronization

/// Finds the uses of keys in the audit trail that were not stored when the process before this one ended. Until it is
/// finished, GetKeyLastUsage, and conditions on a key's last use, wait.
public struct UsageRecovery: Sendable {
    private let environment: Environment
    /// The uses in what comes behind this record are wanted: its sequence number.
    public let after: Int64

    /// More records are not looked at, and uses not held in memory: far more than a crash leaves.
    static let recordsMax: Int64 = 1_000_000

    init(_ environment: Environment, after: Int64) {
        self.environment = environment
        self.after = after
    }

    /// Takes a record. In any order, and twice too: what counts is the latest use.
    /// `json`: the record, as it stands in the trail.
    public func take(_ json: [UInt8]) {
        guard let event = EventSummary(json: json), let use = KeyUse(event) else { return }
        for resource in event.resources where resource.account == event.account {
            // Its owner's own record tells of a key of another account.
            guard let arn = KMSARN(parsing: resource.arn), case .key(let id) = arn.resource else { continue }
            let key = KeyRecord.recordID(id, account: arn.account, region: arn.region)
            environment.usage.note(use, of: key, evenIfFull: true)
        }
    }

    /// `isComplete`: whether all records were looked at that can be read; if not, the next start will.
    public func finish(isComplete: Bool) {
        environment.usage.endRecovery(isComplete: isComplete)
    }
}

extension KeyService {
    /// Begins to find uses of keys in the audit trail; meant to be called before the first call.
    /// `recorded`: how many records the trail has.
    /// - Returns: nil if there is nothing to find.
    public func recoverUses(recorded: Int64) async throws(RecordError) -> UsageRecovery? {
        let known = try await environment.keys.store.usageProgress().records ?? 0
        // A trail that is shorter is another one.
        let after = max(known <= recorded ? known : 0, recorded - UsageRecovery.recordsMax)
        guard after < recorded else {
            environment.usage.noteStored(through: recorded)
            return nil
        }
        environment.usage.beginRecovery(after: after)
        return UsageRecovery(environment, after: after)
    }
}

extension KeyUse {
    /// The use that a record tells of; nil if it tells of none.
    fileprivate init?(_ event: EventSummary) {
        guard event.errorCode == nil, event.eventSource == "kms.amazonaws.com",
            let operation = KeyLastUsageTrackingOperation(rawValue: event.eventName),
            let time = EventID.time(of: event.eventID)
        else { return nil }
        self.init(operation: operation, time: time, requestID: event.requestID ?? "", eventID: event.eventID)
    }
}
