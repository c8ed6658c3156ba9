import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
enum PutRolePolicy: EntityCommand {
    typealias Input = PutRolePolicyRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.putRolePolicy

    static func name(_ input: PutRolePolicyRequest) -> String { input.roleName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        try PolicyText.put(request.input.policyName, request.input.policyDocument, in: &role.value)
        try await call.commit([role.put(in: call.store)])
    }
}
