import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
enum GenerateDataKey: KeyOperation {
    typealias Input = GenerateDataKeyRequest
    static let operation = KMSOperation.generateDataKey
    static let acceptsAliases = true

    static func keyIdentifier(_ input: GenerateDataKeyRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GenerateDataKeyRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .encryptionAlgorithm ? .one(EncryptionAlgorithmSpec.symmetricDefault.rawValue) : nil
    }

    static func encryptionContext(_ input: GenerateDataKeyRequest, _ permission: Permission) -> StringMap? {
        input.encryptionContext
    }

    static func recipient(_ input: GenerateDataKeyRequest) -> RecipientInfo? { input.recipient }

    static func grantTokens(_ input: GenerateDataKeyRequest) -> [String]? { input.grantTokens }

    static func check(_ input: GenerateDataKeyRequest, _ key: Key, in call: Call) async throws(Failure) {
        if let recipient = input.recipient { _ = try Recipient.verify(recipient, in: call) }
        _ = try DataKey.byteCount(input.keySpec, input.numberOfBytes)
        try UsageRules.checkEncryption(operation, key)
    }

    static func isDryRun(_ input: GenerateDataKeyRequest) -> Bool { input.dryRun == true }

    static func run(
        _ request: Authorized<GenerateDataKey>, in call: Call
    ) async throws(Failure) -> GenerateDataKeyResponse {
        let (input, key) = (request.input, request.subject)
        let dataKey = call.randomness.bytes(try DataKey.byteCount(input.keySpec, input.numberOfBytes))
        let sealed = try await SymmetricCipher.encrypt(dataKey, under: key, context: input.encryptionContext, in: call)
        let answer = try Recipient.answer(dataKey, to: input.recipient, in: call)
        return GenerateDataKeyResponse(
            ciphertextBlob: Blob(sealed.blob), plaintext: answer.plaintext, keyId: key.arn,
            ciphertextForRecipient: answer.ciphertextForRecipient, keyMaterialId: sealed.materialID.hex)
    }

    static func recorded(_ input: GenerateDataKeyRequest) -> GenerateDataKeyRequest {
        var recorded = input
        recorded.recipient = nil
        return recorded
    }

    static func keyMaterialID(_ output: GenerateDataKeyResponse) -> String? { output.keyMaterialId }
}

/// How long a data key is to be: by its spec or in bytes, one of the two.
enum DataKey {
    static func byteCount(_ spec: DataKeySpec?, _ numberOfBytes: Int?) throws(Failure) -> Int {
        switch (spec, numberOfBytes) {
        case (.aes128, nil): return 16
        case (.aes256, nil): return 32
        case (nil, let count?): return count
        default: throw .validation("Please specify either number of bytes or key spec.")
        }
    }
}
