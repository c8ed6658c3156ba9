import AWSJSON
public import ServiceModel

/// An error as CloudTrail answers it.
public struct CloudTrailError: Error, Hashable, Sendable {
    public var code: CloudTrailErrorCode
    /// Nil where AWS sends none.
    public var message: String?

    public init(_ code: CloudTrailErrorCode, _ message: String? = nil) {
        self.code = code
        self.message = message
    }

    /// What CloudTrail answers to a body that is no request.
    public init(_ error: JSONRequestError) {
        switch error {
        case .malformed: self.init(.serializationException)
        // No request of CloudTrail holds a secret.
        case .invalid(let message, _): self.init(.validationException, message)
        }
    }

    /// The HTTP status: 400, but for faults and oversize requests.
    public var status: Int { code.status }

    /// The answer's body: `{"__type":"TrailNotFoundException","message":"…"}`. `AccessDeniedException` spells `Message`.
    public func body() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("__type", code.rawValue)
        writer.member(code == .accessDeniedException ? "Message" : "message", message)
        writer.endObject()
        return writer.bytes
    }
}
