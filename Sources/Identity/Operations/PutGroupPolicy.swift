import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html
enum PutGroupPolicy: EntityCommand {
    typealias Input = PutGroupPolicyRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.putGroupPolicy

    static func name(_ input: PutGroupPolicyRequest) -> String { input.groupName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var group = try request.subject.required()
        try PolicyText.put(request.input.policyName, request.input.policyDocument, in: &group.value)
        try await call.commit([group.put(in: call.store)])
    }
}
