public import IAMModel
public import IAMPolicy
import Records

/// A call of STS, whose signature was verified if it needs one.
public struct STSCall: Sendable {
    public var parameters: QueryParameters
    /// Who calls, as the Region's partition names him; nil for a call that is not signed.
    public var principal: Principal?
    /// Of the Region, for example `aws`.
    public var partition: String
    public var facts: RequestFacts

    public init(parameters: QueryParameters, principal: Principal?, partition: String, facts: RequestFacts) {
        self.parameters = parameters
        self.principal = principal
        self.partition = partition
        self.facts = facts
    }
}

/// The operations of STS (https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html).
public struct SecurityTokenService: Sendable {
    let identity: Identity
    let webIdentities: any WebIdentityVerifier

    /// - Parameters:
    ///   - identity: whose users and roles get credentials.
    ///   - webIdentities: says who signed a web identity token.
    public init(identity: Identity, webIdentities: any WebIdentityVerifier) {
        self.identity = identity
        self.webIdentities = webIdentities
    }

    /// Whether an operation is called without a signature.
    public static func isUnsigned(_ operation: STSOperation) -> Bool { operation == .assumeRoleWithWebIdentity }

    /// - Returns: what `STSOperation.body` makes an answer of.
    /// - Throws: `STSFailure`; operations that are not built are refused as such.
    public func perform(
        _ operation: STSOperation, _ call: STSCall
    ) async throws(STSFailure) -> any QueryResponse {
        switch operation {
        case .assumeRoleWithWebIdentity: return try await assumeRoleWithWebIdentity(try decoded(call), call)
        case .getCallerIdentity: return try await getCallerIdentity(try await caller(of: call), call)
        case .assumeRole: return try await assumeRole(try decoded(call), by: try await caller(of: call), call)
        case .getSessionToken: return try await getSessionToken(try decoded(call), by: try await caller(of: call), call)
        case .getFederationToken:
            return try await getFederationToken(try decoded(call), by: try await caller(of: call), call)
        case .getAccessKeyInfo:
            return try await getAccessKeyInfo(try decoded(call), by: try await caller(of: call), call)
        case .assumeRoleWithSAML, .assumeRoot, .decodeAuthorizationMessage, .getDelegatedAccessToken,
            .getWebIdentityToken:
            throw .refused(.notBuilt(operation))
        }
    }

    /// - Throws: `InvalidClientTokenId` if the user or role is gone, and its sessions with it.
    private func caller(of call: STSCall) async throws(STSFailure) -> KnownCaller {
        guard let principal = call.principal else {
            throw .refused(QueryError(.missingAuthenticationToken, "Request is missing Authentication Token"))
        }
        let caller = try await recorded { () throws(RecordError) in try await identity.caller(for: principal) }
        guard let caller else { throw .invalidClientToken }
        return caller
    }

    private func decoded<Request: QueryRequest>(_ call: STSCall) throws(STSFailure) -> Request {
        do throws(QueryError) {
            return try Request.decode(from: call.parameters)
        } catch {
            throw .refused(error)
        }
    }
}
