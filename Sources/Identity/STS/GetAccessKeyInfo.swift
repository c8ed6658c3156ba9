import IAMModel
import IAMPolicy
import Records

extension STSService {
    /// The account of a long-term access key. Those of sessions are not stored, so that nothing is known of them but by
    /// whoever has their session token (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html).
    func getAccessKeyInfo(
        _ request: GetAccessKeyInfoRequest, by caller: KnownCaller, _ call: STSCall
    ) async throws(STSFailure) -> GetAccessKeyInfoResponse {
        guard caller.mayCallSTS else { throw .withSessionCredentials(.getAccessKeyInfo) }
        try authorize(
            "sts:GetAccessKeyInfo", on: "*", of: caller.requester.account, by: caller.requester,
            STSContext(caller.facts, call))
        let key = try await recorded { () throws(RecordError) in try await identity.accessKey(request.accessKeyId) }
        guard let key else { throw .validation("The access key ID \(request.accessKeyId) is not known.") }
        return GetAccessKeyInfoResponse(account: key.principal.account)
    }
}

extension KnownCaller {
    /// Credentials of GetSessionToken can assume roles and ask who they are, those of GetFederationToken only the latter.
    var mayCallSTS: Bool {
        switch requester.kind {
        case .assumedRole: true
        case .root, .user: facts.session == nil
        case .federatedUser, .service, .webIdentity: false
        }
    }
}

extension Principal {
    /// Whether he may call IAM. Credentials of GetSessionToken, without MFA, and of GetFederationToken are as unknown
    /// there: IAM answers `InvalidClientTokenId`
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html).
    public var mayCallIAM: Bool {
        switch kind {
        case .root, .user: true
        case .session(let session): session.kind == .assumedRole
        }
    }
}
