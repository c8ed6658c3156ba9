import IAMModel
import Identity

/// STS on the wire: the query protocol, form-encoded in, XML out
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
struct STS: Sendable {
    private static let contentType = "text/xml"

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
        case nil: STS.refuse(.unknownAction(STS.parameters(of: request)), requestID)
        }
    }

    static func refuse(_ error: QueryError, _ requestID: String) -> Answer {
        Answer(
            status: error.status, contentType: contentType,
            body: error.body(namespace: STSOperation.namespace, requestID: requestID),
            error: (error.code, error.message))
    }

    private func callerIdentity(_ principal: Principal, _ requestID: String) -> Answer {
        let response = GetCallerIdentityResponse(
            arn: principal.arn, userId: principal.userID, account: principal.account)
        let body = STSOperation.getCallerIdentity.body(response, requestID: requestID)
        return Answer(status: 200, contentType: STS.contentType, body: body)
    }
}
