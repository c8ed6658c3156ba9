import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
enum ListUserPolicies: EntityCommand {
    typealias Input = ListUserPoliciesRequest
    typealias Output = ListUserPoliciesResponse
    typealias Target = UserRecord

    static let operation = IAMOperation.listUserPolicies

    static func name(_ input: ListUserPoliciesRequest) -> String { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListUserPoliciesResponse {
        let names = try request.subject.required().value.policies.inline.map(\.name)
        let page = try Page(of: names, marker: request.input.marker, limit: request.input.maxItems) { $0 }
        return ListUserPoliciesResponse(policyNames: page.elements, isTruncated: page.isTruncated, marker: page.marker)
    }
}
