import ServiceModel

/// The operations of a service that speaks the query protocol.
public protocol QueryOperation: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What a request's `Version` says, for example `2010-05-08`.
    static var version: String { get }
    /// Of the answers' XML.
    static var namespace: String { get }
}

extension QueryOperation {
    /// The operation that a request's `Action` names.
    /// - Returns: nil if the action is unknown in its version.
    public init?(_ parameters: QueryParameters) {
        guard parameters["Version"] == Self.version, let action = parameters["Action"],
            let operation = Self(rawValue: action), action.isIdentical(to: operation.rawValue)
        else { return nil }
        self = operation
    }

    /// Writes the answer's body.
    /// - Parameters:
    ///   - response: nil for operations that have none; there is no result element then.
    ///   - requestID: that of the answer's header.
    /// - Returns: XML as `CreateUserResponse` with `CreateUserResult` and `ResponseMetadata` in it.
    public func body(_ response: (any QueryResponse)?, requestID: String) -> [UInt8] {
        var xml = XMLText()
        xml.element("\(rawValue)Response", xmlns: Self.namespace) { envelope in
            if let response { envelope.element("\(rawValue)Result") { response.encode(to: &$0) } }
            envelope.element("ResponseMetadata") { $0.element("RequestId", text: requestID) }
        }
        return xml.bytes
    }
}
