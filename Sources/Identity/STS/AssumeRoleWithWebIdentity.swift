import IAMModel
import IAMPolicy
import Records

extension STSService {
    /// Credentials for a role that trusts an OpenID Connect provider, for whoever has a token of it
    /// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
    func assumeRoleWithWebIdentity(
        _ request: AssumeRoleWithWebIdentityRequest, _ call: STSCall, _ audit: inout STSAudit
    ) async throws(STSFailure) -> AssumeRoleWithWebIdentityResponse {
        guard request.providerId == nil else {
            throw .validation("ProviderId is for access tokens of OAuth 2.0, which Trent does not take.")
        }
        let name = try roleName(request.roleArn, in: call.partition)
        let visitor = try await visitor(with: request.webIdentityToken, to: name.account, call)
        audit.visited(request, by: visitor, in: name.account, call.partition)
        guard let role = try await role(request.roleArn, name) else { throw Self.notTrusted }
        let tags = try visitor.claims.tags()
        let sourceIdentity = try visitor.claims.sourceIdentity()
        audit.visited(request, by: visitor, in: name.account, call.partition, tags, sourceIdentity)
        try authorize(visitor, request.roleSessionName, role, tags, sourceIdentity, call)
        let seconds = try role.seconds(asked: request.durationSeconds)
        let policies = try await sessionPolicies(
            request.policy, request.policyArns, account: name.account, call.partition)
        var session = session(of: role)
        session.sourceIdentity = sourceIdentity
        session.federatedProvider = visitor.provider.arn(in: .recordPartition)
        let issued = try await issue(
            session, policies, tags, name: request.roleSessionName, account: name.account, seconds: seconds)
        return AssumeRoleWithWebIdentityResponse(
            credentials: issued.credentials, subjectFromWebIdentityToken: visitor.claims.subject,
            assumedRoleUser: issued.assumedRoleUser(in: call.partition), packedPolicySize: issued.packedPercent,
            provider: visitor.provider.arn(in: call.partition), audience: visitor.audience,
            sourceIdentity: sourceIdentity)
    }

    /// Tells a stranger nothing of why.
    private static var notTrusted: STSFailure {
        .accessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity")
    }

    private func authorize(
        _ visitor: Visitor, _ sessionName: String, _ role: AssumableRole, _ tags: SessionTags,
        _ sourceIdentity: String?,
        _ call: STSCall
    ) throws(STSFailure) {
        let account = role.record.account
        let requester = visitor.requester(in: call.partition, account: account)
        var context = STSContext(
            visitor.facts(requester), call, resource: tags.resource(account: account, tags: role.record.tags))
        context.isVisitor = true
        context.set("sts:RoleSessionName", sessionName)
        context.set("sts:SourceIdentity", sourceIdentity)
        context.set("sts:TransitiveTagKeys", many: tags.transitiveKeys)
        context.set("aws:FederatedProvider", requester.arn)
        context.setResourceTags(of: role.record)
        visitor.setClaims(in: &context)
        var actions = ["sts:AssumeRoleWithWebIdentity"]
        if !tags.isEmpty { actions.append("sts:TagSession") }
        if sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
        for action in actions {
            let asked = AccessRequest(
                action: action, resource: role.arn, resourceAccount: account, resourcePolicy: role.trust,
                context: context)
            guard decide(asked, by: requester).isAllowed else { throw Self.notTrusted }
        }
    }
}
