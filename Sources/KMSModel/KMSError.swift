import AWSJSON
import ServiceModel

/// An error as KMS answers it.
public struct KMSError: Error, Hashable, Sendable {
    public var code: KMSErrorCode
    /// Nil where AWS sends none.
    public var message: String?
    /// What records and logs say instead of the message, which repeats a secret; nil if it does not.
    public var recordedMessage: String?

    public init(_ code: KMSErrorCode, _ message: String? = nil, recorded: String? = nil) {
        self.code = code
        self.message = message
        recordedMessage = recorded
    }

    /// More is asked than can be done
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html, whose text is an older one).
    public static let throttled = KMSError(
        .throttlingException,
        "Rate exceeded")

    /// The HTTP status: 400, but for faults and oversize requests.
    public var status: Int { code.status }

    /// The answer's body: `{"__type":"NotFoundException","message":"…"}`. `AccessDeniedException` spells `Message`.
    public func body() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("__type", code.rawValue)
        writer.member(code == .accessDeniedException ? "Message" : "message", message)
        writer.endObject()
        return writer.bytes
    }
}
