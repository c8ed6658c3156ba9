import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html
enum DeriveSharedSecret: KeyOperation {
    typealias Input = DeriveSharedSecretRequest
    static let operation = KMSOperation.deriveSharedSecret
    static let acceptsAliases = true

    static func keyIdentifier(_ input: DeriveSharedSecretRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: DeriveSharedSecretRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .keyAgreementAlgorithm ? .one(input.keyAgreementAlgorithm.rawValue) : nil
    }

    static func recipient(_ input: DeriveSharedSecretRequest) -> RecipientInfo? { input.recipient }

    static func grantTokens(_ input: DeriveSharedSecretRequest) -> [String]? { input.grantTokens }

    static func check(_ input: DeriveSharedSecretRequest, _ key: Key, in call: Call) async throws(Failure) {
        if let recipient = input.recipient { _ = try Recipient.verify(recipient, in: call) }
        try UsageRules.check(operation, key, .keyAgreement)
    }

    static func isDryRun(_ input: DeriveSharedSecretRequest) -> Bool { input.dryRun == true }

    static func run(
        _ request: Authorized<DeriveSharedSecret>, in call: Call
    ) async throws(Failure) -> DeriveSharedSecretResponse {
        let (input, key) = (request.input, request.subject)
        let privateKey = try await call.keys.privateKey(of: key)
        let derived = try await LongComputation.run(with: privateKey, in: call) { (key) throws(CryptoError) in
            try key.sharedSecret(with: input.publicKey.bytes)
        }
        // Otherwise a public key that can't be read, or one of another curve; AWS says no more.
        guard case .success(let secret) = derived else { throw .refused(.validationException) }
        let answer = try Recipient.answer(secret, to: input.recipient, in: call)
        return DeriveSharedSecretResponse(
            keyId: key.arn, sharedSecret: answer.plaintext, ciphertextForRecipient: answer.ciphertextForRecipient,
            keyAgreementAlgorithm: input.keyAgreementAlgorithm, keyOrigin: key.record.origin)
    }

    static func recorded(_ input: DeriveSharedSecretRequest) -> DeriveSharedSecretRequest {
        var recorded = input
        recorded.recipient = nil
        return recorded
    }
}
