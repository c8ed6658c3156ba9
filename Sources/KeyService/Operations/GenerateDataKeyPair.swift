import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html
enum GenerateDataKeyPair: KeyOperation {
    typealias Input = GenerateDataKeyPairRequest
    static let operation = KMSOperation.generateDataKeyPair
    static let acceptsAliases = true

    static func keyIdentifier(_ input: GenerateDataKeyPairRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: GenerateDataKeyPairRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .encryptionAlgorithm: .one(EncryptionAlgorithmSpec.symmetricDefault.rawValue)
        case .dataKeyPairSpec: .one(input.keyPairSpec.rawValue)
        default: nil
        }
    }

    static func encryptionContext(_ input: GenerateDataKeyPairRequest, _ permission: Permission) -> StringMap? {
        input.encryptionContext
    }

    static func recipient(_ input: GenerateDataKeyPairRequest) -> RecipientInfo? { input.recipient }

    static func grantTokens(_ input: GenerateDataKeyPairRequest) -> [String]? { input.grantTokens }

    static func check(_ input: GenerateDataKeyPairRequest, _ key: Key, in call: Call) async throws(Failure) {
        if let recipient = input.recipient { _ = try Recipient.verify(recipient, in: call) }
        try UsageRules.checkEncryption(operation, key)
        _ = try DataKeyPair.spec(input.keyPairSpec, in: call)
    }

    static func isDryRun(_ input: GenerateDataKeyPairRequest) -> Bool { input.dryRun == true }

    static func run(
        _ request: Authorized<GenerateDataKeyPair>, in call: Call
    ) async throws(Failure) -> GenerateDataKeyPairResponse {
        let (input, key) = (request.input, request.subject)
        let pair = try await DataKeyPair.make(input.keyPairSpec, under: key, context: input.encryptionContext, in: call)
        let answer = try Recipient.answer(pair.privateKey, to: input.recipient, in: call)
        return GenerateDataKeyPairResponse(
            privateKeyCiphertextBlob: Blob(pair.sealed.blob), privateKeyPlaintext: answer.plaintext,
            publicKey: Blob(pair.publicKey), keyId: key.arn, keyPairSpec: input.keyPairSpec,
            ciphertextForRecipient: answer.ciphertextForRecipient, keyMaterialId: pair.sealed.materialID.hex)
    }

    static func recorded(_ input: GenerateDataKeyPairRequest) -> GenerateDataKeyPairRequest {
        var recorded = input
        recorded.recipient = nil
        return recorded
    }

    static func keyMaterialID(_ output: GenerateDataKeyPairResponse) -> String? { output.keyMaterialId }
}

/// A key pair for use outside, its private key encrypted under a KMS key.
struct DataKeyPair {
    /// PKCS #8 in DER.
    var privateKey: [UInt8]
    /// SubjectPublicKeyInfo in DER.
    var publicKey: [UInt8]
    var sealed: SymmetricCipher.Sealed

    static func make(
        _ spec: DataKeyPairSpec, under key: Key, context: StringMap?, in call: Call
    ) async throws(Failure) -> DataKeyPair {
        let pair = try await call.environment.pairs.take(try Self.spec(spec, in: call))
        let encoded = try computed { () throws(CryptoError) in
            try pair.pkcs8().withUnsafeBytes { [UInt8]($0) }
        }
        let sealed = try await SymmetricCipher.encrypt(encoded, under: key, context: context, in: call)
        return DataKeyPair(privateKey: encoded, publicKey: pair.publicKey.der, sealed: sealed)
    }

    static func spec(_ spec: DataKeyPairSpec, in call: Call) throws(Failure) -> AsymmetricKeySpec {
        guard let keySpec = KeySpec(rawValue: spec.rawValue) else { throw .refused(.unsupportedOperationException) }
        try SpecRules.checkRegion(keySpec, in: call)
        guard let known = AsymmetricKeySpec(rawValue: spec.rawValue) else {
            throw .notBuilt("the key pair spec \(spec.rawValue)")
        }
        return known
    }
}
