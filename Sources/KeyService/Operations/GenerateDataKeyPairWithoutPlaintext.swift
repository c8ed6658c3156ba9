import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html
enum GenerateDataKeyPairWithoutPlaintext: KeyOperation {
    typealias Input = GenerateDataKeyPairWithoutPlaintextRequest
    static let operation = KMSOperation.generateDataKeyPairWithoutPlaintext
    static let acceptsAliases = true

    static func keyIdentifier(_ input: Input) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GenerateDataKeyPairWithoutPlaintextRequest, _ permission: Permission,
        in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .encryptionAlgorithm: .one(EncryptionAlgorithmSpec.symmetricDefault.rawValue)
        case .dataKeyPairSpec: .one(input.keyPairSpec.rawValue)
        default: nil
        }
    }

    static func encryptionContext(_ input: GenerateDataKeyPairWithoutPlaintextRequest, _ permission: Permission)
        -> StringMap?
    { input.encryptionContext }

    static func grantTokens(_ input: GenerateDataKeyPairWithoutPlaintextRequest) -> [String]? { input.grantTokens }

    static func check(_ input: Input, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkEncryption(operation, key)
        _ = try DataKeyPair.spec(input.keyPairSpec, in: call)
    }

    static func isDryRun(_ input: Input) -> Bool { input.dryRun == true }

    static func run(
        _ request: Authorized<GenerateDataKeyPairWithoutPlaintext>, in call: Call
    ) async throws(Failure) -> GenerateDataKeyPairWithoutPlaintextResponse {
        let (input, key) = (request.input, request.subject)
        var pair = try await DataKeyPair.make(input.keyPairSpec, under: key, context: input.encryptionContext, in: call)
        wipe(&pair.privateKey)
        return GenerateDataKeyPairWithoutPlaintextResponse(
            privateKeyCiphertextBlob: Blob(pair.sealed.blob), publicKey: Blob(pair.publicKey), keyId: key.arn,
            keyPairSpec: input.keyPairSpec, keyMaterialId: pair.sealed.materialID.hex)
    }

    static func keyMaterialID(_ output: GenerateDataKeyPairWithoutPlaintextResponse) -> String? {
        output.keyMaterialId
    }
}
