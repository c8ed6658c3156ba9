import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
enum GetRolePolicy: EntityCommand {
    typealias Input = GetRolePolicyRequest
    typealias Output = GetRolePolicyResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.getRolePolicy

    static func name(_ input: GetRolePolicyRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetRolePolicyResponse {
        let role = try request.subject.required().value
        let policy = try role.inlinePolicy(request.input.policyName)
        return GetRolePolicyResponse(roleName: role.name, policyName: policy.name, policyDocument: policy.document)
    }
}
