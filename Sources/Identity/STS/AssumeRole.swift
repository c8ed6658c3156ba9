import IAMModel
import IAMPolicy
import Records

extension STSService {
    /// Credentials for a role, if both its trust policy and the caller's own policies let him have them
    /// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
    func assumeRole(
        _ request: AssumeRoleRequest, by caller: KnownCaller, _ call: STSCall
    ) async throws(STSFailure) -> AssumeRoleResponse {
        let name = try roleName(request.roleArn, in: call.partition)
        try checkAssumption(of: request, by: caller)
        let chained = call.principal?.session
        let tags = try SessionTags(request.tags, transitiveKeys: request.transitiveTagKeys).inheriting(from: chained)
        let sourceIdentity = try Self.sourceIdentity(request.sourceIdentity, chained)
        guard let role = try await role(request.roleArn, name) else {
            throw .notAuthorized(caller.requester.arn, "sts:AssumeRole", on: request.roleArn)
        }
        try authorize(request, of: role, tags, sourceIdentity, by: caller, call)
        let seconds = try role.seconds(asked: request.durationSeconds)
        let policies = try await sessionPolicies(
            request.policy, request.policyArns, account: name.account, call.partition)
        var session = session(of: role)
        session.sourceIdentity = sourceIdentity
        let issued = try await issue(
            session, policies, tags, name: request.roleSessionName, account: name.account, seconds: seconds)
        return AssumeRoleResponse(
            credentials: issued.credentials, assumedRoleUser: issued.assumedRoleUser(in: call.partition),
            packedPolicySize: issued.packedPercent, sourceIdentity: sourceIdentity)
    }

    func session(of role: AssumableRole) -> Session {
        Session(
            kind: .assumedRole, issuerARN: role.record.arn(in: .recordPartition), issuerID: role.record.uniqueID,
            issued: identity.clock.nowMilliseconds())
    }

    /// What can be said before the role is looked at.
    private func checkAssumption(of request: AssumeRoleRequest, by caller: KnownCaller) throws(STSFailure) {
        switch caller.requester.kind {
        case .root: throw .accessDenied("Roles may not be assumed by root accounts.")
        case .user: break
        case .assumedRole:
            guard request.durationSeconds ?? AssumableRole.defaultSeconds <= 3600 else {
                throw .validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
            }
        case .federatedUser, .service, .webIdentity: throw .withSessionCredentials(.assumeRole)
        }
        try refuseMFA(serialNumber: request.serialNumber, tokenCode: request.tokenCode)
        guard request.providedContexts == nil else {
            throw .validation("Trent knows no context providers, so that no context can be provided.")
        }
    }

    /// Once set it stays, from role to role.
    private static func sourceIdentity(_ asked: String?, _ chained: Session?) throws(STSFailure) -> String? {
        if let asked, asked.lowercased().hasPrefix("aws:") {
            throw .validation("A source identity that begins with aws: is reserved.")
        }
        guard let set = chained?.sourceIdentity else { return asked }
        guard asked == nil || asked == set else {
            throw .validation("The source identity is already set for this assume role session")
        }
        return set
    }

    private func authorize(
        _ request: AssumeRoleRequest, of role: AssumableRole, _ tags: SessionTags, _ sourceIdentity: String?,
        by caller: KnownCaller, _ call: STSCall
    ) throws(STSFailure) {
        let account = role.record.account
        var context = STSContext(
            caller.facts, call, resource: tags.resource(account: account, tags: role.record.tags))
        context.set("sts:RoleSessionName", request.roleSessionName)
        context.set("sts:ExternalId", request.externalId)
        context.set("sts:SourceIdentity", sourceIdentity)
        context.set("sts:TransitiveTagKeys", many: tags.transitiveKeys)
        context.setResourceTags(of: role.record)
        var actions = ["sts:AssumeRole"]
        if !tags.isEmpty { actions.append("sts:TagSession") }
        if sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
        for action in actions {
            try authorize(action, on: role.arn, of: account, policy: role.trust, by: caller.requester, context)
        }
    }
}

extension STSContext {
    /// IAM has a key of its own for the tags of a role.
    mutating func setResourceTags(of role: RoleRecord) {
        for tag in role.tags { set("iam:ResourceTag/\(tag.key)", tag.value) }
    }
}

extension IssuedSession {
    func assumedRoleUser(in partition: String) -> AssumedRoleUser {
        AssumedRoleUser(assumedRoleId: key.principal.userID, arn: key.principal.arn.named(in: partition))
    }
}
