import AuditTrail
import IAMPolicy

extension KnownCaller {
    /// `userIdentity` of his calls
    /// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
    func makeAuditIdentity(accessKeyID: String?) -> AuditIdentity {
        let (arn, account) = (requester.arn, requester.account)
        switch requester.kind {
        case .root:
            return .root(
                account: account, arn: arn, principalID: requester.uniqueID, accessKeyID: accessKeyID,
                session: facts.session.map { session($0, of: nil) })
        case .user:
            return .user(
                name: facts.username ?? arn.lastPathPart, id: requester.uniqueID, arn: arn, account: account,
                accessKeyID: accessKeyID, session: facts.session.map { session($0, of: nil) })
        case .assumedRole(let role):
            return .assumedRole(
                principalID: facts.userID, arn: arn, account: account, accessKeyID: accessKeyID,
                session: session(facts.session, of: issuer(.role, role)))
        case .federatedUser(let user):
            let kind: AuditSessionIssuer.Kind = requester.uniqueID == account ? .root : .user
            return .federatedUser(
                principalID: facts.userID, arn: arn, account: account, accessKeyID: accessKeyID,
                session: session(facts.session, of: issuer(kind, user)))
        case .service: return .service(account: account, invokedBy: requester.arn)
        case .webIdentity(let provider):
            return .webIdentityUser(principalID: facts.userID, userName: facts.userID, identityProvider: provider)
        }
    }

    private func issuer(_ kind: AuditSessionIssuer.Kind, _ arn: String) -> AuditSessionIssuer {
        AuditSessionIssuer(
            kind: kind, id: requester.uniqueID, arn: arn.named(in: requester.arn.partition),
            account: requester.account, userName: kind == .root ? nil : arn.lastPathPart)
    }

    private func session(_ session: CallerFacts.Session?, of issuer: AuditSessionIssuer?) -> AuditSession {
        let provider = session?.federatedProvider?.named(in: requester.arn.partition)
        return AuditSession(
            issuer: issuer, creationDate: session?.issued ?? 0, isMFAAuthenticated: session?.hasMFA ?? false,
            sourceIdentity: session?.sourceIdentity, webIdentity: provider.map { AuditWebIdentity(provider: $0) })
    }
}

extension String {
    /// A role's or user's name, of its ARN.
    fileprivate var lastPathPart: String { split(separator: "/").last.map(String.init) ?? "" }
}

extension Visitor {
    /// By his token: the provider, for whom the token is, and who he is there.
    func auditIdentity(in partition: String) -> AuditIdentity {
        let provider = provider.arn(in: partition)
        return .webIdentityUser(
            principalID: "\(provider):\(audience):\(claims.subject)", userName: claims.subject,
            identityProvider: provider)
    }
}
