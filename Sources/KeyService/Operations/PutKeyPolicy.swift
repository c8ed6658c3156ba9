import IAMPolicy
import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
enum PutKeyPolicy: KeyOperation {
    typealias Input = PutKeyPolicyRequest
    static let operation = KMSOperation.putKeyPolicy

    static func keyIdentifier(_ input: PutKeyPolicyRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: PutKeyPolicyRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .bypassPolicyLockoutSafetyCheck: .bool(input.bypassPolicyLockoutSafetyCheck ?? false)
        case .policyName: .one(input.policyName ?? KeyPolicy.name)
        default: nil
        }
    }

    static func run(_ request: Authorized<PutKeyPolicy>, in call: Call) async throws(Failure) {
        try KeyPolicy.checkName(request.input.policyName)
        let (input, key) = (request.input, request.subject)
        let policy = try await KeyPolicy.accept(
            input.policy, for: key.record.id, in: key.place,
            mayLockOut: input.bypassPolicyLockoutSafetyCheck == true, call)
        try await call.keys.edit(key, in: call) { $0.set(policy) }
    }

    static func recorded(_ input: PutKeyPolicyRequest) -> PutKeyPolicyRequest {
        var recorded = input
        recorded.policyName = input.policyName ?? KeyPolicy.name
        recorded.bypassPolicyLockoutSafetyCheck = input.bypassPolicyLockoutSafetyCheck ?? false
        return recorded
    }
}
