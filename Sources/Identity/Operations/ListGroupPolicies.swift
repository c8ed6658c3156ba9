import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html
enum ListGroupPolicies: EntityCommand {
    typealias Input = ListGroupPoliciesRequest
    typealias Output = ListGroupPoliciesResponse
    typealias Target = GroupRecord

    static let operation = IAMOperation.listGroupPolicies

    static func name(_ input: ListGroupPoliciesRequest) -> String { input.groupName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListGroupPoliciesResponse {
        let names = try request.subject.required().value.policies.inline.map(\.name)
        let page = try Page(of: names, marker: request.input.marker, limit: request.input.maxItems) { $0 }
        return ListGroupPoliciesResponse(policyNames: page.elements, isTruncated: page.isTruncated, marker: page.marker)
    }
}
