import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
enum UpdateAssumeRolePolicy: EntityCommand {
    typealias Input = UpdateAssumeRolePolicyRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.updateAssumeRolePolicy

    static func name(_ input: UpdateAssumeRolePolicyRequest) -> String { input.roleName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        role.value.trust = try await call.trustPolicy(request.input.policyDocument)
        try await call.commit([role.put(in: call.store)])
    }
}
