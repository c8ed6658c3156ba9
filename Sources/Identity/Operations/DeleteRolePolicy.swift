import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
enum DeleteRolePolicy: EntityCommand {
    typealias Input = DeleteRolePolicyRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.deleteRolePolicy

    static func name(_ input: DeleteRolePolicyRequest) -> String { input.roleName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        let policy = try role.value.inlinePolicy(request.input.policyName)
        role.value.policies.inline.removeAll { $0.name == policy.name }
        try await call.commit([role.put(in: call.store)])
    }
}
