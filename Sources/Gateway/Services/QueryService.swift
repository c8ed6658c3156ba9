import IAMModel
import IAMPolicy
import Identity

/// IAM and STS on the wire: the query protocol, form-encoded in, XML out
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
struct QueryService: Sendable {
    let iam: IAMService
    let sts: STSService
    /// Of requests that are not signed for a Region.
    let partition: String

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
        _ operation: IAMOperation?, _ request: WireRequest, for authenticated: Authenticated, _ facts: RequestFacts,
        _ call: inout CallRecord, _ audit: inout CallAudit
    ) async -> Answer {
        let parameters = Self.parameters(of: request) ?? QueryParameters(bytes: [])
        let outcome = await iam.perform(
            operation, parameters: parameters, principal: authenticated.principal, request: facts,
            partition: authenticated.partition, requestID: call.requestID)
        return Self.answer(outcome, &call, &audit)
    }

    /// `authenticated`: nil for an operation that is not signed.
    func perform(
        _ operation: STSOperation?, _ request: WireRequest, for authenticated: Authenticated?,
        _ facts: RequestFacts, _ call: inout CallRecord, _ audit: inout CallAudit
    ) async -> Answer {
        let parameters = Self.parameters(of: request) ?? QueryParameters(bytes: [])
        let outcome = await sts.perform(
            operation, parameters: parameters, principal: authenticated?.principal, request: facts,
            partition: authenticated?.partition ?? partition, requestID: call.requestID)
        return Self.answer(outcome, &call, &audit)
    }

    private static func answer(
        _ outcome: QueryOutcome, _ call: inout CallRecord, _ audit: inout CallAudit
    ) -> Answer {
        call.cause = outcome.cause
        audit.details = outcome.details
        audit.otherAccounts = outcome.otherAccounts.map { ($0, nil) }
        if let visitor = outcome.visitor { audit.caller = (visitor.identity, visitor.account) }
        return Answer(
            status: outcome.status, contentType: contentType, body: outcome.body,
            error: outcome.error.map { ($0.code, $0.recordedMessage ?? $0.message) })
    }

    static func refuse(
        _ error: QueryError, _ service: (some QueryOperation).Type, _ requestID: String
    ) -> Answer {
        Answer(
            status: error.status, contentType: contentType,
            body: error.body(namespace: service.namespace, requestID: requestID), error: (error.code, error.message))
    }
}
