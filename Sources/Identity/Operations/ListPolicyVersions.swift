import IAMModel
import Records

/// The newest comes first.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
enum ListPolicyVersions: PolicyCommand {
    typealias Input = ListPolicyVersionsRequest
    typealias Output = ListPolicyVersionsResponse

    static let operation = IAMOperation.listPolicyVersions

    static func arn(_ input: ListPolicyVersionsRequest) -> String { input.policyArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListPolicyVersionsResponse {
        let input = request.input
        if case .aws(let policy) = request.subject {
            return ListPolicyVersionsResponse(versions: [policy.versionModel(withDocument: false)], isTruncated: false)
        }
        let policy = try request.subject.own(input.policyArn).value
        let newest = Int64.max
        let page = try Page(of: policy.versions, marker: input.marker, limit: input.maxItems) {
            // As many digits for each, so that they are in order as texts.
            String(newest - Int64($0.number))
        }
        return ListPolicyVersionsResponse(
            versions: page.elements.map { policy.model($0, withDocument: false) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
