/// An error as services of the query protocol answer it
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html).
public struct QueryError: Error, Hashable, Sendable {
    /// As it stands on the wire, for example `NoSuchEntity`.
    public var code: String
    /// The HTTP status.
    public var status: Int
    public var message: String
    /// What records and logs say instead of the message, which repeats a secret; nil if it does not.
    public var recordedMessage: String?

    public init(_ code: CommonErrorCode, _ message: String, recorded: String? = nil) {
        self.init(code: code.rawValue, status: code.status, message: message)
        recordedMessage = recorded
    }

    public init(iam code: IAMErrorCode, _ message: String) {
        self.init(code: code.rawValue, status: code.status, message: message)
    }

    public init(sts code: STSErrorCode, _ message: String) {
        self.init(code: code.rawValue, status: code.status, message: message)
    }

    private init(code: String, status: Int, message: String) {
        self.code = code
        self.status = status
        self.message = message
    }

    static func malformed(_ message: String) -> QueryError { QueryError(.malformedInput, message) }

    /// For operations of AWS that Trent does not have.
    public static func notBuilt(_ operation: some QueryOperation) -> QueryError {
        QueryError(.unsupportedOperation, "Trent does not implement \(operation.rawValue) yet.")
    }

    /// For requests that name no operation, or none of their service.
    public static func unknownAction(_ parameters: QueryParameters?) -> QueryError {
        guard let action = parameters?["Action"], !action.isEmpty else {
            return QueryError(.missingAction, "The request is missing an action or a required parameter.")
        }
        let version = parameters?["Version"] ?? "NO_VERSION_SPECIFIED"
        return QueryError(
            .invalidAction, "Could not find operation \(shortened(action)) for version \(shortened(version))")
    }

    private static func shortened(_ text: String) -> Substring { text.prefix(128) }

    /// Writes the answer's body.
    /// - Parameters:
    ///   - namespace: the service's, for example `STSOperation.namespace`.
    ///   - requestID: that of the answer's header.
    /// - Returns: an `ErrorResponse` in XML.
    public func body(namespace: String, requestID: String) -> [UInt8] {
        var xml = XMLText()
        xml.element("ErrorResponse", xmlns: namespace) { response in
            response.element("Error") { details in
                details.element("Type", text: status < 500 ? "Sender" : "Receiver")
                details.element("Code", text: code)
                details.element("Message", text: message)
            }
            response.element("RequestId", text: requestID)
        }
        return xml.bytes
    }
}
