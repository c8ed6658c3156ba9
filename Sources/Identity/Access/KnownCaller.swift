public import AuditTrail
public import IAMPolicy

/// A caller with all that decisions about him need.
public final class KnownCaller: Sendable {
    /// With his policies.
    public let requester: Requester
    /// What condition keys ask for.
    public let facts: CallerFacts
    private let audit = KeptIdentities()

    public init(requester: Requester, facts: CallerFacts) {
        self.requester = requester
        self.facts = facts
    }

    /// Who he is in the audit trail. It is made once for each access key, as long as the caller is kept.
    public func auditIdentity(accessKeyID: String?) -> AuditIdentity {
        audit.find(accessKeyID) { makeAuditIdentity(accessKeyID: accessKeyID) }
    }
}

extension KnownCaller {
    /// The root of an account, who needs no policies.
    static func root(_ principal: Principal, session: CallerFacts.Session? = nil) -> KnownCaller {
        KnownCaller(
            requester: Requester(
                kind: .root, arn: principal.arn, account: principal.account, uniqueID: principal.account,
                policies: .none),
            facts: CallerFacts(
                type: .account, principalARN: principal.arn, account: principal.account,
                userID: principal.account, session: session))
    }

    /// By the name that the user has now.
    static func user(
        _ user: UserRecord, in partition: String, _ policies: PrincipalPolicies,
        session: CallerFacts.Session? = nil
    ) -> KnownCaller {
        let arn = user.arn(in: partition)
        return KnownCaller(
            requester: Requester(
                kind: .user, arn: arn, account: user.account, uniqueID: user.uniqueID, policies: policies),
            facts: CallerFacts(
                type: .user, principalARN: arn, account: user.account, userID: user.uniqueID, username: user.name,
                tags: user.tags.facts, session: session))
    }

    static func assumedRole(
        _ role: RoleRecord, as principal: Principal, _ session: Session, _ policies: PrincipalPolicies
    ) -> KnownCaller {
        KnownCaller(
            requester: Requester(
                kind: .assumedRole(role: session.issuerARN), arn: principal.arn, account: role.account,
                uniqueID: role.uniqueID, policies: policies),
            facts: CallerFacts(
                type: .assumedRole, principalARN: session.issuerARN, account: role.account,
                userID: principal.userID, tags: role.tags.overridden(by: session.tags).facts,
                session: session.facts))
    }

    /// `policies`: the issuer's.
    static func federatedUser(
        as principal: Principal, _ session: Session, _ policies: PrincipalPolicies, userTags: [IAMTag]
    ) -> KnownCaller {
        KnownCaller(
            requester: Requester(
                kind: .federatedUser(user: session.issuerARN), arn: principal.arn, account: principal.account,
                uniqueID: session.issuerID, policies: policies),
            facts: CallerFacts(
                type: .federatedUser, principalARN: principal.arn, account: principal.account,
                userID: principal.userID, tags: userTags.overridden(by: session.tags).facts, session: session.facts))
    }
}

extension Session {
    var facts: CallerFacts.Session {
        CallerFacts.Session(issued: issued, sourceIdentity: sourceIdentity, federatedProvider: federatedProvider)
    }
}

extension [IAMTag] {
    var facts: [CallerFacts.Tag] { map { CallerFacts.Tag(key: $0.key, value: $0.value) } }

    /// Tag keys are compared without regard to case.
    func overridden(by others: [IAMTag]) -> [IAMTag] {
        let keys = Set(others.map { $0.key.lowercased() })
        return filter { !keys.contains($0.key.lowercased()) } + others
    }
}
