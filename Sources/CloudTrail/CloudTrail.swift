// Room: CloudTrail (floor 3)
// Holds: the operations of CloudTrail's API, trails and their selectors as they are stored, the keys of the audit trail,
//        what brings events that no call tells of into it.
// Must not know: HTTP, signatures, files, any database; no clock, no randomness of its own.
// Go instead: to AuditTrail for what a record says, to AuditFiles for where records are, to Gateway for how a request gets here.

public import AuditTrail
public import CloudTrailModel
public import IAMPolicy
public import Records

/// Who calls, and what is known of the circumstances.
public struct CloudTrailCaller: Sendable {
    /// With all policies that come with him.
    public var requester: Requester
    /// The global condition keys of the request.
    public var context: any ConditionContext

    public init(requester: Requester, context: any ConditionContext) {
        self.requester = requester
        self.context = context
    }

    public var arn: String { requester.arn }
    /// 12 digits.
    public var account: String { requester.account }
}

/// What became of a call.
public struct CloudTrailOutcome: Sendable {
    /// The answer's body in JSON, or the error to answer with.
    public var result: Result<[UInt8], CloudTrailError>
    /// What lies behind an internal error: for the operator's log, not for the caller. Holds no secret.
    public var cause: String?
    /// For the call's record, whether it succeeded or not.
    public var details: AuditDetails
}

/// The operations of CloudTrail over a record store. Any number of tasks may call it at once, and any number of
/// processes may share a store.
public final class CloudTrailService: Sendable {
    let environment: Environment

    /// `archive`: where recorded events are looked up.
    /// `keys`: those of the digest files, newest last.
    public init(
        store: SealedStore, clock: any Clock, archive: any EventArchive,
        keys: [AuditPublicKey]
    ) {
        environment = Environment(store: store, clock: clock, archive: archive, keys: keys)
    }

    private static let operations: [CloudTrailOperation: any TrailOperation.Type] = Dictionary(
        uniqueKeysWithValues: everyOperation.map { ($0.operation, $0) })

    /// Whether an operation is built; the others answer `UnsupportedOperationException`.
    public static func has(_ operation: CloudTrailOperation) -> Bool { operations[operation] != nil }

    /// One call, from its body to its answer's. What goes wrong is an AWS error in the outcome.
    /// `body`: JSON.
    /// `region`: the Region that the request was signed for.
    /// `requestID`: as the caller is told it.
    public func perform(
        _ operation: CloudTrailOperation, body: [UInt8], caller: CloudTrailCaller, region: String, requestID: String
    ) async -> CloudTrailOutcome {
        guard let type = Self.operations[operation] else {
            return CloudTrailOutcome(refused: .notBuilt("\(operation.rawValue)"), isReadOnly: operation.isReadOnly)
        }
        let call = Call(operation, caller, region: region, requestID: requestID, environment)
        return await Pipeline.run(type, body, call)
    }

    /// Where all accounts' trails want their log files: those whose logging is stopped too, and behind them those that
    /// were deleted, as long as records may wait that were made before. Two scans of the store.
    public func deliveryTargets() async throws(RecordError) -> [DeliveryTarget] {
        let (trails, deleted) = (try await environment.trails.all(), try await environment.trails.deleted())
        return trails.map(\.value.deliveryTarget) + deleted.map(\.value.trail.deliveryTarget)
    }

    /// Forgets deleted trails to which nothing more is to be delivered. Meant to be called now and then.
    public func forgetDeletedTrails() async throws(RecordError) {
        let environment = environment
        let settled = try await environment.trails.deleted().filter { $0.value.isSettled(in: environment) }
        let changes = settled.map { Change.delete($0.value.recordID, expectedVersion: $0.version) }
        do throws(RecordError) {
            if !changes.isEmpty { try await environment.store.commit(changes) }
        } catch .store(.conflict) {
            // Another process did.
        }
    }
}
