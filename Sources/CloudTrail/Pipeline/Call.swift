import AuditTrail
import CloudTrailModel
import Records

/// What all calls share.
struct Environment: Sendable {
    let store: SealedStore
    let clock: any Clock
    let archive: any EventArchive
    let keys: [AuditPublicKey]

    var trails: TrailStore { TrailStore(store: store) }
}

/// One call: who asks what, and where.
struct Call: Sendable {
    let operation: CloudTrailOperation
    let caller: CloudTrailCaller
    let region: String
    /// As its record has it.
    let requestID: String
    let environment: Environment

    init(
        _ operation: CloudTrailOperation, _ caller: CloudTrailCaller, region: String, requestID: String,
        _ environment: Environment
    ) {
        self.operation = operation
        self.caller = caller
        self.region = region
        self.requestID = requestID
        self.environment = environment
    }

    var account: String { caller.account }
    var trails: TrailStore { environment.trails }

    /// Milliseconds since 1970.
    var now: Int64 { environment.clock.nowMilliseconds() }

    /// As the caller's own ARN names it.
    var partition: String {
        let parts = caller.arn.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && !parts[1].isEmpty ? String(parts[1]) : "aws"
    }

    func arn(ofTrail name: String) -> String {
        TrailARN(partition: partition, region: region, account: account, name: name).text
    }
}
