import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html
enum DetachRolePolicy: EntityCommand {
    typealias Input = DetachRolePolicyRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.detachRolePolicy

    static func name(_ input: DetachRolePolicyRequest) -> String { input.roleName }

    static func permission(_ permission: IAMPermission, _ input: DetachRolePolicyRequest) -> IAMPermission {
        permission.attaching(input.policyArn)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try await call.detach(request.input.policyArn, from: try request.subject.required())
    }
}
