import AWSJSON
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html
enum Encapsulate: KeyOperation {
    typealias Input = EncapsulateRequest
    static let operation = KMSOperation.encapsulate
    static let acceptsAliases = true

    static func keyIdentifier(_ input: EncapsulateRequest) -> String { input.keyId }

    static func grantTokens(_ input: EncapsulateRequest) -> [String]? { input.grantTokens }

    static func check(_ input: EncapsulateRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.check(operation, key, .encapsulateDecapsulate)
    }

    static func isDryRun(_ input: EncapsulateRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<Encapsulate>, in call: Call) async throws(Failure) -> EncapsulateResponse {
        let key = request.subject
        let publicKey = try call.keys.publicKey(of: key)
        let (secret, ciphertext) = try computed { () throws(CryptoError) in try publicKey.encapsulate() }
        return EncapsulateResponse(
            keyId: key.arn, sharedSecret: Blob(secret), sharedSecretCiphertextBlob: Blob(ciphertext),
            encapsulationAlgorithm: request.input.encapsulationAlgorithm)
    }
}
