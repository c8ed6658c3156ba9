import AWSJSON
import KMSModel
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html
enum UntagResource: KeyOperation {
    typealias Input = UntagResourceRequest
    static let operation = KMSOperation.untagResource

    static func keyIdentifier(_ input: UntagResourceRequest) -> String { input.keyId }

    static func requestTagKeys(_ input: UntagResourceRequest) -> [String]? { input.tagKeys }

    static func run(_ request: Authorized<UntagResource>, in call: Call) async throws(Failure) {
        let names = request.input.tagKeys
        for name in names { try TagRules.checkKey(name) }
        try await call.keys.edit(request.subject, in: call) { key in
            key.tags.removeAll { tag in names.contains { $0.utf8.elementsEqual(tag.key.utf8) } }
        }
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ key: Key, to writer: inout JSONWriter) {
        writer.member("keyId", key.arn)
    }
}
