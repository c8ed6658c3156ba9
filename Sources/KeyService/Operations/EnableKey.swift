import AWSJSON
import KMSModel
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html
enum EnableKey: KeyOperation {
    typealias Input = EnableKeyRequest
    static let operation = KMSOperation.enableKey

    static func keyIdentifier(_ input: EnableKeyRequest) -> String { input.keyId }

    static func run(_ request: Authorized<EnableKey>, in call: Call) async throws(Failure) {
        try await call.keys.edit(request.subject, in: call) { $0.isEnabled = true }
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ key: Key, to writer: inout JSONWriter) {
        writer.member("keyId", key.arn)
    }
}
