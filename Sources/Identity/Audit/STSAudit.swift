import AWSJSON
public import AuditTrail
import IAMModel
import ServiceModel

/// Who called without a signature, and has shown in another way who he is.
public struct AuditedVisitor: Hashable, Sendable {
    public var identity: AuditIdentity
    /// In whose trail the call belongs: that of the role he asked for.
    public var account: String
}

/// What a call of STS tells of itself for the audit trail
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html#cloudtrail-integration_examples-sts-api).
/// What it gave out is on record, without secrets and tokens.
struct STSAudit: Sendable {
    private(set) var details: AuditDetails
    private(set) var visitor: AuditedVisitor?

    init(_ operation: STSOperation) { details = AuditDetails(isReadOnly: operation.isReadOnly) }

    /// A call's request, read and noted.
    mutating func asked<Request: QueryRequest>(
        _ call: STSCall
    ) throws(STSFailure) -> Request {
        let request: Request = try call.request()
        details.requestParameters = AuditDetails.object { request.recordMembers(to: &$0) }
        return request
    }

    /// A request for a role, with what the session that asks passes on.
    mutating func askedForRole(_ call: STSCall) throws(STSFailure) -> AssumeRoleRequest {
        let request: AssumeRoleRequest = try asked(call)
        note(role: request.roleArn)
        guard let session = call.principal?.session else { return request }
        let incoming = session.tags.filter { session.isTransitive($0.key) }
        details.requestParameters = AuditDetails.object {
            $0.member("incomingTransitiveTags", incoming)
            request.recordMembers(to: &$0)
        }
        return request
    }

    /// What somebody with a web identity asks, and what his token says.
    mutating func visited(
        _ request: AssumeRoleWithWebIdentityRequest, by visitor: Visitor, in account: String, _ partition: String,
        _ tags: SessionTags? = nil, _ sourceIdentity: String? = nil
    ) {
        self.visitor = AuditedVisitor(identity: visitor.auditIdentity(in: partition), account: account)
        note(role: request.roleArn)
        details.requestParameters = AuditDetails.object {
            request.recordMembers(to: &$0)
            $0.member("sourceIdentity", sourceIdentity)
            $0.member("principalTags", tags?.tags ?? [])
            $0.member("transitiveTagKeys", tags?.transitiveKeys ?? [])
        }
    }

    /// An answer with credentials, noted.
    mutating func issued<Response: QueryResponse>(_ response: Response) -> Response {
        details.responseElements = AuditDetails.object { response.recordMembers(to: &$0) }
        return response
    }

    /// The account of the role, if it is not the caller's. A visitor has none: his call is recorded once.
    func otherAccounts(than account: String?) -> [String] {
        guard let account else { return [] }
        return details.resources.map(\.account).filter { $0 != account }
    }

    private mutating func note(role arn: String) {
        guard let name = EntityARN(arn), name.kind == .role else { return }
        details.resources = [AuditResource(account: name.account, type: "AWS::IAM::Role", arn: arn)]
    }
}
