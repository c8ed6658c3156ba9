import IAMModel
import IAMPolicy

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
enum GetContextKeysForCustomPolicy: AccountCommand {
    typealias Input = GetContextKeysForCustomPolicyRequest
    typealias Output = GetContextKeysForPolicyResponse

    static let operation = IAMOperation.getContextKeysForCustomPolicy

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetContextKeysForPolicyResponse {
        let policies = try PolicySource.given(request.input.policyInputList, "PolicyInputList")
        return GetContextKeysForPolicyResponse(contextKeyNames: PolicySource.contextKeys(policies))
    }
}
