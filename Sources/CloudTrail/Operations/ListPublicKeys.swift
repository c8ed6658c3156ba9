import AWSJSON
import AuditTrail
import CloudTrailModel

/// The keys that verify digest files
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html).
enum ListPublicKeys: AccountOperation {
    typealias Input = ListPublicKeysRequest
    static let operation = CloudTrailOperation.listPublicKeys

    /// How long a key is told to be valid after now: it has no end yet.
    private static let validity: Int64 = 365 * 86_400_000

    static func run(
        _ request: Authorized<ListPublicKeys>, in call: Call
    ) async throws(Failure) -> ListPublicKeysResponse {
        let now = call.now
        // All keys fit one page.
        guard request.input.nextToken == nil else { throw .invalidToken }
        // Without times: the keys of now.
        let start = request.input.startTime?.milliseconds ?? request.input.endTime?.milliseconds ?? now
        let end = request.input.endTime?.milliseconds ?? max(now, start)
        guard start <= end else {
            throw .refused(.invalidTimeRangeException, "The start time is after the end time.")
        }
        let until = now + validity
        let keys = call.environment.keys.filter { $0.validSince <= end && start <= until }
        return ListPublicKeysResponse(
            publicKeyList: keys.map { key in
                PublicKey(
                    value: Blob(key.key.pkcs1), validityStartTime: Timestamp(milliseconds: key.validSince),
                    validityEndTime: Timestamp(milliseconds: until), fingerprint: key.key.fingerprint)
            })
    }
}
