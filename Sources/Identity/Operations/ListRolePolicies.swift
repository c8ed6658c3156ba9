import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
enum ListRolePolicies: EntityCommand {
    typealias Input = ListRolePoliciesRequest
    typealias Output = ListRolePoliciesResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.listRolePolicies

    static func name(_ input: ListRolePoliciesRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListRolePoliciesResponse {
        let names = try request.subject.required().value.policies.inline.map(\.name)
        let page = try Page(of: names, marker: request.input.marker, limit: request.input.maxItems) { $0 }
        return ListRolePoliciesResponse(policyNames: page.elements, isTruncated: page.isTruncated, marker: page.marker)
    }
}
