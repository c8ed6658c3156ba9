import IAMModel
import IAMPolicy

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html
enum GetContextKeysForPrincipalPolicy: SourceCommand {
    typealias Input = GetContextKeysForPrincipalPolicyRequest
    typealias Output = GetContextKeysForPolicyResponse

    static let operation = IAMOperation.getContextKeysForPrincipalPolicy

    static func arn(_ input: GetContextKeysForPrincipalPolicyRequest) -> String { input.policySourceArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetContextKeysForPolicyResponse {
        var policies = try request.subject.required().policies.identity
        policies += try PolicySource.given(request.input.policyInputList ?? [], "PolicyInputList")
        return GetContextKeysForPolicyResponse(contextKeyNames: PolicySource.contextKeys(policies))
    }
}
