import AWSJSON
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decapsulate.html
enum Decapsulate: KeyOperation {
    typealias Input = DecapsulateRequest
    static let operation = KMSOperation.decapsulate
    static let acceptsAliases = true

    static func keyIdentifier(_ input: DecapsulateRequest) -> String { input.keyId }

    static func grantTokens(_ input: DecapsulateRequest) -> [String]? { input.grantTokens }

    static func check(_ input: DecapsulateRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.check(operation, key, .encapsulateDecapsulate)
    }

    static func isDryRun(_ input: DecapsulateRequest) -> Bool { input.dryRun == true }

    /// Of a ciphertext of the right length that was made for another key, or altered, comes a secret nobody else has:
    /// the algorithm's implicit rejection.
    static func run(_ request: Authorized<Decapsulate>, in call: Call) async throws(Failure) -> DecapsulateResponse {
        let (input, key) = (request.input, request.subject)
        let privateKey = try await call.keys.privateKey(of: key)
        let secret: [UInt8]
        do throws(CryptoError) {
            secret = try privateKey.decapsulate(input.sharedSecretCiphertextBlob.bytes)
        } catch {
            throw .invalidCiphertext
        }
        return DecapsulateResponse(
            keyId: key.arn, sharedSecret: Blob(secret), encapsulationAlgorithm: input.encapsulationAlgorithm)
    }
}
