import IAMPolicy
import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
enum GetKeyPolicy: KeyOperation {
    typealias Input = GetKeyPolicyRequest
    static let operation = KMSOperation.getKeyPolicy

    static func keyIdentifier(_ input: GetKeyPolicyRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GetKeyPolicyRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .policyName ? .one(input.policyName ?? KeyPolicy.name) : nil
    }

    static func run(_ request: Authorized<GetKeyPolicy>, in call: Call) async throws(Failure) -> GetKeyPolicyResponse {
        try KeyPolicy.checkName(request.input.policyName)
        return GetKeyPolicyResponse(
            policy: try await KeyPolicy.shown(request.subject.record, in: call), policyName: KeyPolicy.name)
    }

    static func recorded(_ input: GetKeyPolicyRequest) -> GetKeyPolicyRequest {
        var recorded = input
        recorded.policyName = input.policyName ?? KeyPolicy.name
        return recorded
    }
}
