import IAMPolicy
import Records

/// Puts callers together from what `EntityStore` holds: users with their groups' policies, sessions with their own.
struct Callers: Sendable {
    let entities: EntityStore

    /// - Returns: nil if the user or role is gone.
    func caller(for principal: Principal) async throws(RecordError) -> KnownCaller? {
        switch principal.kind {
        case .root: .root(principal)
        case .user: try await user(principal, issuer: principal.arn, id: principal.userID, session: nil)
        case .session(let session): try await caller(for: principal, of: session)
        }
    }

    private func caller(for principal: Principal, of session: Session) async throws(RecordError) -> KnownCaller? {
        switch session.kind {
        case .sessionToken where session.issuerID == principal.account: .root(principal, session: session.facts)
        case .sessionToken:
            try await user(principal, issuer: session.issuerARN, id: session.issuerID, session: session.facts)
        case .assumedRole: try await assumedRole(principal, session)
        case .federatedUser: try await federatedUser(principal, session)
        }
    }

    private func user(
        _ principal: Principal, issuer: String, id: String, session: CallerFacts.Session?
    ) async throws(RecordError) -> KnownCaller? {
        guard let user = try await entities.user(issuer, id: id), user.record.account == principal.account,
            session.map({ $0.issued >= user.record.sessionsFrom }) ?? true
        else { return nil }
        return .user(user.record, in: principal.arn.partition, try await policies(of: user), session: session)
    }

    private func assumedRole(
        _ principal: Principal, _ session: Session
    ) async throws(RecordError) -> KnownCaller? {
        guard let role = try await entities.role(session.issuerARN, id: session.issuerID),
            role.record.account == principal.account
        else { return nil }
        var policies = try await policies(of: role)
        policies.session = try await self.policies(of: session, in: principal.account)
        return .assumedRole(role.record, as: principal, session, policies)
    }

    /// Whoever passes no policy to GetFederationToken gets a session that may do nothing by its user's policies.
    private func federatedUser(
        _ principal: Principal, _ session: Session
    ) async throws(RecordError) -> KnownCaller? {
        var policies = PrincipalPolicies.none
        var tags: [IAMTag] = []
        if session.issuerID != principal.account {
            guard let user = try await entities.user(session.issuerARN, id: session.issuerID),
                user.record.account == principal.account, session.issued >= user.record.sessionsFrom
            else { return nil }
            policies = try await self.policies(of: user)
            tags = user.record.tags
        }
        policies.session = try await self.policies(of: session, in: principal.account) ?? []
        return .federatedUser(as: principal, session, policies, userTags: tags)
    }

    // MARK: Policies

    func policies(of user: EntityStore.Held<UserRecord>) async throws(RecordError) -> PrincipalPolicies {
        var policies = try await ownPolicies(of: user)
        for id in user.record.groupIDs {
            guard let group = try await entities.group(id: id), group.record.account == user.record.account else {
                throw .undecodable(user.record.recordID)
            }
            policies.identity += try await ownPolicies(of: group).identity
        }
        return policies
    }

    func policies(of role: EntityStore.Held<RoleRecord>) async throws(RecordError) -> PrincipalPolicies {
        try await ownPolicies(of: role)
    }

    func policies(of group: EntityStore.Held<GroupRecord>) async throws(RecordError) -> PrincipalPolicies {
        try await ownPolicies(of: group)
    }

    /// A policy that is attached and not there may deny something: whoever has it may do nothing.
    private func ownPolicies<Record>(
        of holder: EntityStore.Held<Record>
    ) async throws(RecordError) -> PrincipalPolicies {
        var policies = PrincipalPolicies(identity: holder.inline)
        for arn in holder.record.policies.attached {
            guard let policy = try await managedPolicy(arn, in: holder.record.account) else {
                throw .undecodable(holder.record.recordID)
            }
            policies.identity.append(policy)
        }
        if let arn = holder.record.policies.boundary {
            guard let boundary = try await managedPolicy(arn, in: holder.record.account) else {
                throw .undecodable(holder.record.recordID)
            }
            policies.boundary = boundary
        }
        return policies
    }

    /// - Returns: nil if none were passed. Nothing is allowed if one of them is gone or can't be read.
    private func policies(
        of session: Session, in account: String
    ) async throws(RecordError) -> [AttachedPolicy]? {
        if session.policy == nil, session.policyARNs.isEmpty { return nil }
        var policies: [AttachedPolicy] = []
        if let text = session.policy {
            guard let document = try? PolicyDocument(parsing: text, as: .identity) else { return [] }
            policies.append(AttachedPolicy(arn: nil, label: "session policy", document: document))
        }
        for arn in session.policyARNs {
            guard let policy = try await managedPolicy(arn, in: account) else { return [] }
            policies.append(policy)
        }
        return policies
    }

    /// One of AWS's or of the account's own.
    private func managedPolicy(_ arn: String, in account: String) async throws(RecordError) -> AttachedPolicy? {
        guard let owner = EntityARN(arn)?.account, owner == account || owner == EntityARN.awsAccount else { return nil }
        return try await entities.managedPolicy(arn)
    }
}
