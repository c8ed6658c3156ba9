import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
enum ListAttachedRolePolicies: EntityCommand {
    typealias Input = ListAttachedRolePoliciesRequest
    typealias Output = ListAttachedRolePoliciesResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.listAttachedRolePolicies

    static func name(_ input: ListAttachedRolePoliciesRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListAttachedRolePoliciesResponse {
        let input = request.input
        let role = try request.subject.required().value
        let page = try role.attachedPage(input.pathPrefix, input.marker, input.maxItems)
        return ListAttachedRolePoliciesResponse(
            attachedPolicies: page.elements.map { AttachedPolicy($0, in: call.partition) },
            isTruncated: page.isTruncated, marker: page.marker)
    }
}
