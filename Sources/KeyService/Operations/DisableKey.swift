import AWSJSON
import KMSModel
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html
enum DisableKey: KeyOperation {
    typealias Input = DisableKeyRequest
    static let operation = KMSOperation.disableKey

    static func keyIdentifier(_ input: DisableKeyRequest) -> String { input.keyId }

    static func run(_ request: Authorized<DisableKey>, in call: Call) async throws(Failure) {
        try await call.keys.edit(request.subject, in: call) { $0.isEnabled = false }
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ key: Key, to writer: inout JSONWriter) {
        writer.member("keyId", key.arn)
    }
}
