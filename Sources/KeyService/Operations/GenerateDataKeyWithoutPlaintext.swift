import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html
enum GenerateDataKeyWithoutPlaintext: KeyOperation {
    typealias Input = GenerateDataKeyWithoutPlaintextRequest
    static let operation = KMSOperation.generateDataKeyWithoutPlaintext
    static let acceptsAliases = true

    static func keyIdentifier(_ input: Input) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GenerateDataKeyWithoutPlaintextRequest, _ permission: Permission,
        in call: Call
    ) -> ConditionValues? {
        condition == .encryptionAlgorithm ? .one(EncryptionAlgorithmSpec.symmetricDefault.rawValue) : nil
    }

    static func encryptionContext(_ input: GenerateDataKeyWithoutPlaintextRequest, _ permission: Permission)
        -> StringMap?
    { input.encryptionContext }

    static func grantTokens(_ input: GenerateDataKeyWithoutPlaintextRequest) -> [String]? { input.grantTokens }

    static func check(_ input: Input, _ key: Key, in call: Call) async throws(Failure) {
        _ = try DataKey.byteCount(input.keySpec, input.numberOfBytes)
        try UsageRules.checkEncryption(operation, key)
    }

    static func isDryRun(_ input: Input) -> Bool { input.dryRun == true }

    static func run(
        _ request: Authorized<GenerateDataKeyWithoutPlaintext>, in call: Call
    ) async throws(Failure) -> GenerateDataKeyWithoutPlaintextResponse {
        let (input, key) = (request.input, request.subject)
        var dataKey = call.randomness.bytes(try DataKey.byteCount(input.keySpec, input.numberOfBytes))
        defer { wipe(&dataKey) }
        let sealed = try await SymmetricCipher.encrypt(dataKey, under: key, context: input.encryptionContext, in: call)
        return GenerateDataKeyWithoutPlaintextResponse(
            ciphertextBlob: Blob(sealed.blob), keyId: key.arn, keyMaterialId: sealed.materialID.hex)
    }

    static func keyMaterialID(_ output: GenerateDataKeyWithoutPlaintextResponse) -> String? {
        output.keyMaterialId
    }
}
