import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
enum Encrypt: KeyOperation {
    typealias Input = EncryptRequest
    static let operation = KMSOperation.encrypt
    static let acceptsAliases = true

    static func keyIdentifier(_ input: EncryptRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: EncryptRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .encryptionAlgorithm ? .one((input.encryptionAlgorithm ?? .symmetricDefault).rawValue) : nil
    }

    static func encryptionContext(_ input: EncryptRequest, _ permission: Permission) -> StringMap? {
        input.encryptionContext
    }

    static func grantTokens(_ input: EncryptRequest) -> [String]? { input.grantTokens }

    static func check(_ input: EncryptRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkEncryption(operation, key, input.encryptionAlgorithm)
        try Cipher.checkContext(input.encryptionContext, input.encryptionAlgorithm)
    }

    static func isDryRun(_ input: EncryptRequest) -> Bool { input.dryRun == true }

    struct Output: Sendable {
        var response: EncryptResponse
        /// Nil for asymmetric keys.
        var materialID: KeyMaterialID?
    }

    static func run(_ request: Authorized<Encrypt>, in call: Call) async throws(Failure) -> Output {
        let (input, key) = (request.input, request.subject)
        let sealed = try await Cipher.encrypt(
            input.plaintext.bytes, under: key, input.encryptionAlgorithm, context: input.encryptionContext, in: call)
        let response = EncryptResponse(
            ciphertextBlob: Blob(sealed.ciphertext), keyId: key.arn,
            encryptionAlgorithm: input.encryptionAlgorithm ?? .symmetricDefault)
        return Output(response: response, materialID: sealed.materialID)
    }

    static func encode(_ output: Output) -> [UInt8] { output.response.encoded() }

    static func recorded(_ input: EncryptRequest) -> EncryptRequest {
        var recorded = input
        recorded.encryptionAlgorithm = input.encryptionAlgorithm ?? .symmetricDefault
        return recorded
    }

    static func recordElements(_ output: Output, _ key: Key, to writer: inout JSONWriter) {}

    static func keyMaterialID(_ output: Output) -> String? { output.materialID?.hex }
}
