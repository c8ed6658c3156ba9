import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html
enum UpdateKeyDescription: KeyOperation {
    typealias Input = UpdateKeyDescriptionRequest
    static let operation = KMSOperation.updateKeyDescription

    static func keyIdentifier(_ input: UpdateKeyDescriptionRequest) -> String { input.keyId }

    static func run(_ request: Authorized<UpdateKeyDescription>, in call: Call) async throws(Failure) {
        try await call.keys.edit(request.subject, in: call) { $0.description = request.input.description }
    }
}
