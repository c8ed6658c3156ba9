import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html
enum DeleteUserPolicy: EntityCommand {
    typealias Input = DeleteUserPolicyRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.deleteUserPolicy

    static func name(_ input: DeleteUserPolicyRequest) -> String { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        let policy = try user.value.inlinePolicy(request.input.policyName)
        user.value.policies.inline.removeAll { $0.name == policy.name }
        try await call.commit([user.put(in: call.store)])
    }
}
