import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
enum GetUserPolicy: EntityCommand {
    typealias Input = GetUserPolicyRequest
    typealias Output = GetUserPolicyResponse
    typealias Target = UserRecord

    static let operation = IAMOperation.getUserPolicy

    static func name(_ input: GetUserPolicyRequest) -> String { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetUserPolicyResponse {
        let user = try request.subject.required().value
        let policy = try user.inlinePolicy(request.input.policyName)
        return GetUserPolicyResponse(userName: user.name, policyName: policy.name, policyDocument: policy.document)
    }
}
