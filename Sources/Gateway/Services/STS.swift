import Identity

/// STS on the wire: the query protocol, form-encoded in, XML out
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
struct STS: Sendable {
    private static let contentType = "text/xml"
    private static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    /// - Returns: nil if the request does not speak the query protocol.
    static func parameters(of request: WireRequest) -> QueryParameters? {
        let type = request.header("content-type") ?? ""
        if request.method == "POST", type.lowercased().utf8.starts(with: QueryParameters.mediaType.utf8) {
            return QueryParameters(bytes: request.body)
        }
        let parameters = QueryParameters(bytes: Array(request.query.utf8))
        return parameters["Action"] == nil ? nil : parameters
    }

    func perform(
        _ operation: STSOperation?, _ request: WireRequest, for caller: Authenticated, _ requestID: String
    ) -> Answer {
        switch operation {
        case .getCallerIdentity: callerIdentity(caller.principal, requestID)
        case .some(let operation): STS.refuse(.notBuilt(operation), requestID)
        case nil: STS.refuse(.unknown(STS.parameters(of: request)), requestID)
        }
    }

    static func refuse(_ error: STSError, _ requestID: String) -> Answer {
        var xml = XMLText()
        xml.element("ErrorResponse", xmlns: namespace) { response in
            response.element("Error") { details in
                details.element("Type", text: error.status < 500 ? "Sender" : "Receiver")
                details.element("Code", text: error.code)
                details.element("Message", text: error.message)
            }
            response.element("RequestId", text: requestID)
        }
        return Answer(
            status: error.status, contentType: contentType, body: xml.bytes, error: (error.code, error.message))
    }

    private func callerIdentity(_ principal: Principal, _ requestID: String) -> Answer {
        var xml = XMLText()
        xml.element("GetCallerIdentityResponse", xmlns: STS.namespace) { response in
            response.element("GetCallerIdentityResult") { result in
                result.element("Arn", text: principal.arn)
                result.element("UserId", text: principal.userID)
                result.element("Account", text: principal.account)
            }
            response.element("ResponseMetadata") { $0.element("RequestId", text: requestID) }
        }
        return Answer(status: 200, contentType: STS.contentType, body: xml.bytes)
    }
}
