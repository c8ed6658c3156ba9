public import IAMModel
public import IAMPolicy
import Records

/// The operations of STS. Any number of tasks may call it at once, and any number of processes may share a store
/// (https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html).
public final class STSService: Sendable {
    let identity: Identity
    let webIdentities: any WebIdentityVerifier

    /// - Parameters:
    ///   - identity: whose users and roles get credentials.
    ///   - webIdentities: says who signed a web identity token.
    public init(identity: Identity, webIdentities: any WebIdentityVerifier) {
        self.identity = identity
        self.webIdentities = webIdentities
    }

    /// Whether an operation is called without a signature: what it is called with says who calls.
    public static func isUnsigned(_ operation: STSOperation) -> Bool { operation == .assumeRoleWithWebIdentity }

    /// One call, from its parameters to its answer's body. What goes wrong is an AWS error in the outcome.
    ///
    /// - Parameters:
    ///   - operation: nil if the request names none that STS has.
    ///   - parameters: of the request.
    ///   - principal: who calls, as `partition` names him; nil for a request that is not signed.
    ///   - request: what conditions may ask of the request.
    ///   - partition: of the Region that the request was signed for; `aws` if it was not.
    ///   - requestID: as the caller is told it.
    /// - Returns: the answer, or the error to answer with.
    public func perform(
        _ operation: STSOperation?, parameters: QueryParameters, principal: Principal?, request: RequestFacts,
        partition: String, requestID: String
    ) async -> QueryOutcome {
        guard let operation else { return Self.refuse(.unknownAction(parameters), requestID) }
        var audit = STSAudit(operation)
        var outcome: QueryOutcome
        do throws(STSFailure) {
            let call = STSCall(parameters: parameters, principal: principal, partition: partition, facts: request)
            let response = try await answer(operation, call, &audit)
            outcome = QueryOutcome(status: 200, body: operation.body(response, requestID: requestID))
            outcome.otherAccounts = audit.otherAccounts(than: principal?.account)
        } catch {
            switch error {
            case .refused(let error, let cause): outcome = Self.refuse(error, requestID, cause: cause)
            case .records(let error):
                outcome = Self.refuse(error.asSeenByCallers, requestID, cause: String(describing: error))
            }
        }
        outcome.details = audit.details
        outcome.visitor = audit.visitor
        return outcome
    }

    /// `audit`: what the trail is told, as far as it is known.
    func answer(
        _ operation: STSOperation, _ call: STSCall, _ audit: inout STSAudit
    ) async throws(STSFailure) -> any QueryResponse {
        switch operation {
        case .assumeRoleWithWebIdentity:
            let request: AssumeRoleWithWebIdentityRequest = try audit.asked(call)
            let response = try await assumeRoleWithWebIdentity(request, call, &audit)
            return audit.issued(response)
        case .getCallerIdentity: return getCallerIdentity(try await caller(of: call))
        case .assumeRole:
            let request = try audit.askedForRole(call)
            let response = try await assumeRole(request, by: try await caller(of: call), call)
            return audit.issued(response)
        case .getSessionToken:
            let request: GetSessionTokenRequest = try audit.asked(call)
            let response = try await getSessionToken(request, by: try await caller(of: call))
            return audit.issued(response)
        case .getFederationToken:
            let request: GetFederationTokenRequest = try audit.asked(call)
            let response = try await getFederationToken(request, by: try await caller(of: call), call)
            return audit.issued(response)
        case .getAccessKeyInfo:
            let request: GetAccessKeyInfoRequest = try audit.asked(call)
            return try await getAccessKeyInfo(request, by: try await caller(of: call), call)
        case .assumeRoleWithSAML, .assumeRoot, .decodeAuthorizationMessage, .getDelegatedAccessToken,
            .getWebIdentityToken:
            throw .refused(.notBuilt(operation))
        }
    }

    /// Fails if the user or role is gone, and with it its sessions.
    private func caller(of call: STSCall) async throws(STSFailure) -> KnownCaller {
        guard let principal = call.principal else {
            throw .refused(QueryError(.missingAuthenticationToken, "Request is missing Authentication Token"))
        }
        let caller = try await recorded { () throws(RecordError) in try await identity.caller(for: principal) }
        guard let caller else { throw .refused(.callerIsGone) }
        return caller
    }

    private static func refuse(_ error: QueryError, _ requestID: String, cause: String? = nil) -> QueryOutcome {
        let body = error.body(namespace: STSOperation.namespace, requestID: requestID)
        return QueryOutcome(status: error.status, body: body, error: error, cause: cause)
    }
}
