import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
enum PutUserPolicy: EntityCommand {
    typealias Input = PutUserPolicyRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.putUserPolicy

    static func name(_ input: PutUserPolicyRequest) -> String { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        try PolicyText.put(request.input.policyName, request.input.policyDocument, in: &user.value)
        try await call.commit([user.put(in: call.store)])
    }
}
