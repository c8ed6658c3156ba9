import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
enum PutKeyPolicy: KeyOperation {
    typealias Input = PutKeyPolicyRequest
    static let operation = KMSOperation.putKeyPolicy

    static func keyIdentifier(_ input: PutKeyPolicyRequest) -> String { input.keyId }

    static func run(_ request: Authorized<PutKeyPolicy>, in call: Call) async throws(Failure) {
        try KeyPolicy.checkName(request.input.policyName)
        try KeyPolicy.check(request.input.policy)
        try await call.keys.edit(request.subject, in: call) { $0.policy = request.input.policy }
    }
}
