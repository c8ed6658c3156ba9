import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
enum CancelKeyDeletion: KeyOperation {
    typealias Input = CancelKeyDeletionRequest
    static let operation = KMSOperation.cancelKeyDeletion

    static func keyIdentifier(_ input: CancelKeyDeletionRequest) -> String { input.keyId }

    /// The key comes back disabled, whatever it was before.
    static func run(
        _ request: Authorized<CancelKeyDeletion>, in call: Call
    ) async throws(Failure) -> CancelKeyDeletionResponse {
        try await call.keys.edit(request.subject, in: call) {
            $0.deletion = nil
            $0.isEnabled = false
        }
        return CancelKeyDeletionResponse(keyId: request.subject.arn)
    }
}
