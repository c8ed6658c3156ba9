import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
enum AttachRolePolicy: EntityCommand {
    typealias Input = AttachRolePolicyRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.attachRolePolicy

    static func name(_ input: AttachRolePolicyRequest) -> String { input.roleName }

    static func permission(_ permission: IAMPermission, _ input: AttachRolePolicyRequest) -> IAMPermission {
        permission.attaching(input.policyArn)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try await call.attach(request.input.policyArn, to: try request.subject.required())
    }
}
