import AWSJSON
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
enum GetPublicKey: KeyOperation {
    typealias Input = GetPublicKeyRequest
    static let operation = KMSOperation.getPublicKey
    static let acceptsAliases = true

    static func keyIdentifier(_ input: GetPublicKeyRequest) -> String { input.keyId }

    static func grantTokens(_ input: GetPublicKeyRequest) -> [String]? { input.grantTokens }

    static func check(_ input: GetPublicKeyRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        guard SpecRules.isAsymmetric(key.record.spec) else { throw .refused(.unsupportedOperationException) }
    }

    static func run(_ request: Authorized<GetPublicKey>, in call: Call) async throws(Failure) -> GetPublicKeyResponse {
        let key = request.subject
        let algorithms = SpecRules.algorithms(key.record.spec, key.record.usage)
        return GetPublicKeyResponse(
            keyId: key.arn, publicKey: Blob(try call.keys.publicKey(of: key).der),
            customerMasterKeySpec: key.record.spec,
            keySpec: key.record.spec, keyUsage: key.record.usage, encryptionAlgorithms: algorithms.encryption,
            signingAlgorithms: algorithms.signing, keyAgreementAlgorithms: algorithms.agreement,
            encapsulationAlgorithms: algorithms.encapsulation)
    }
}
