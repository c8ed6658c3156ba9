import CloudTrailModel
import IAMModel
import KMSModel

/// What a caller is told whose request the server has no time for. AWS's SDKs wait and try again upon each of these codes.
enum Throttling {
    /// https://repost.aws/knowledge-center/iam-sts-throttling-error
    private static let query = QueryError(.throttling, rateExceeded)
    private static let cloudTrail = CloudTrailError(.throttlingException, rateExceeded)
    private static let rateExceeded = "Rate exceeded"

    static func refuse(_ operation: CalledOperation, _ requestID: String) -> Answer {
        switch operation {
        case .kms: KMS.refuse(.throttled)
        case .cloudTrail: CloudTrailAPI.refuse(cloudTrail)
        case .iam: QueryService.refuse(query, IAMOperation.self, requestID)
        case .sts: QueryService.refuse(query, STSOperation.self, requestID)
        }
    }
}
