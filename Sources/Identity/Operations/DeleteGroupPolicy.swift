import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html
enum DeleteGroupPolicy: EntityCommand {
    typealias Input = DeleteGroupPolicyRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.deleteGroupPolicy

    static func name(_ input: DeleteGroupPolicyRequest) -> String { input.groupName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var group = try request.subject.required()
        let policy = try group.value.inlinePolicy(request.input.policyName)
        group.value.policies.inline.removeAll { $0.name == policy.name }
        try await call.commit([group.put(in: call.store)])
    }
}
