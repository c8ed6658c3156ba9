/// What all policies say to a request, and what follows from it.
struct Findings {
    private let inquiry: Inquiry
    /// Whether comparing cost more than it may, so that nothing is known.
    private let isExhausted: Bool
    private let grants: GrantMatch?
    private let resource: Finding?
    private let identity: Finding
    private let boundary: Finding?
    private let session: Finding?

    init(_ inquiry: Inquiry, grants: GrantMatch?) {
        self.inquiry = inquiry
        self.grants = grants
        if let policy = inquiry.request.resourcePolicy { resource = Finding(policy, inquiry) } else { resource = nil }
        let policies = inquiry.requester.policies
        identity = Finding(policies.identity, inquiry)
        if let policy = policies.boundary { boundary = Finding([policy], inquiry) } else { boundary = nil }
        if let policies = inquiry.requester.sessionPolicies {
            session = Finding(policies, inquiry)
        } else {
            session = nil
        }
        isExhausted = inquiry.context.isExhausted
    }

    private var request: AccessRequest { inquiry.request }
    private var requester: Requester { inquiry.requester }

    var decision: Decision {
        if isExhausted { return .denied(.implicit(request.resourcePolicy == nil ? .identityBased : .resourceBased)) }
        if let denial { return .denied(.explicit(denial)) }
        switch requester.kind {
        case .service, .webIdentity: return ofStranger
        case .root, .user, .assumedRole, .federatedUser:
            return requester.account.hasSameBytes(as: request.resourceAccount) ? withinAccount : acrossAccounts
        }
    }

    /// In the order in which AWS's pages list the types.
    private var denial: StatementReference? {
        if let place = resource?.denial { return reference(place, .resourceBased) }
        if let place = identity.denial { return reference(place, .identityBased) }
        if let place = boundary?.denial { return reference(place, .permissionsBoundary) }
        if let place = session?.denial { return reference(place, .session) }
        return nil
    }

    /// Of a service, or of somebody with a web identity's token: they have no policies of their own.
    private var ofStranger: Decision {
        if case .service = requester.kind, let grants { return .allowed(.grant(grants.grantID)) }
        let isTrusted = requester.kind == .service || request.resourcePolicy?.document.kind == .trust
        guard isTrusted, let resource, resource.naming == .direct, let place = resource.allowance else {
            return .denied(.implicit(.resourceBased))
        }
        return .allowed(.resourcePolicy(reference(place, .resourceBased)))
    }

    private var withinAccount: Decision {
        if let grant = usableGrant { return .allowed(.grant(grant.grantID)) }
        guard let resource else { return requester.kind == .root ? .allowed(.root) : byOwnPolicies }
        guard let place = resource.allowance else { return .denied(.implicit(grantLimit ?? .resourceBased)) }
        switch resource.naming {
        case .none: return .denied(.implicit(.resourceBased))
        case .account: return byOwnPolicies
        case .behindSession:
            if let limit { return .denied(.implicit(limit)) }
            return .allowed(.resourcePolicy(reference(place, .resourceBased)))
        case .direct: return .allowed(.resourcePolicy(reference(place, .resourceBased)))
        }
    }

    /// The resource's policy and the requester's own must both allow
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).
    /// A grant does without the latter: it is what lets an account trust a key of another one
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html).
    private var acrossAccounts: Decision {
        if let grant = usableGrant { return .allowed(.grant(grant.grantID)) }
        guard let resource, let place = resource.allowance else {
            return .denied(.implicit(grantLimit ?? .resourceBased))
        }
        if let missing { return .denied(.implicit(missing)) }
        guard resource.naming == .account else { return .allowed(.resourcePolicy(reference(place, .resourceBased))) }
        return byOwnPolicies
    }

    private var byOwnPolicies: Decision {
        if let missing { return .denied(.implicit(missing)) }
        if let place = identity.allowance { return .allowed(.identityPolicy(reference(place, .identityBased))) }
        guard let place = session?.allowance else { return .allowed(.root) }
        return .allowed(.identityPolicy(reference(place, .session)))
    }

    /// Which of the requester's own policies lack an allowing statement.
    private var missing: PolicyType? {
        identity.allowance == nil && !requester.hasAllOfAccount ? .identityBased : limit
    }

    /// Which of those policies that only limit lack one.
    private var limit: PolicyType? {
        if let boundary, boundary.allowance == nil { return .permissionsBoundary }
        if let session, session.allowance == nil { return .session }
        return nil
    }

    /// A grant to a role is limited as a key policy that names the role. AWS's pages don't say so; this is the safe side.
    private var usableGrant: GrantMatch? { grantLimit == nil ? grants : nil }

    private var grantLimit: PolicyType? {
        guard let grants, grants.namesRole else { return nil }
        return limit
    }

    private func reference(_ place: Finding.Place, _ type: PolicyType) -> StatementReference {
        requester.policies.policies(of: type).map { policies in
            StatementReference(
                type, policies[place.policy].document, index: place.statement, arn: policies[place.policy].arn,
                label: policies[place.policy].label)
        } ?? StatementReference(request.resourcePolicy, index: place.statement)
    }
}

extension Requester {
    /// A federated session without policies of its own has no rights but those that name it
    /// (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html).
    var sessionPolicies: [AttachedPolicy]? {
        if case .federatedUser = kind { return policies.session ?? [] }
        return policies.session
    }

    /// The root of an account may do all that the account may, without policies; so may a session that it made, within
    /// the session's policies.
    var hasAllOfAccount: Bool {
        switch kind {
        case .root: true
        case .federatedUser(let user): user.utf8.reversed().starts(with: ":root".utf8.reversed())
        case .user, .assumedRole, .service, .webIdentity: false
        }
    }
}

extension PrincipalPolicies {
    /// Nil for the resource's, which is none of these.
    func policies(of type: PolicyType) -> [AttachedPolicy]? {
        switch type {
        case .identityBased: identity
        case .permissionsBoundary: boundary.map { [$0] } ?? []
        case .session: session ?? []
        case .resourceBased: nil
        }
    }
}

extension StatementReference {
    init(_ type: PolicyType, _ document: PolicyDocument, index: Int, arn: String?, label: String) {
        self.init(type: type, policyARN: arn, policyLabel: label, sid: document.statements[index].sid, index: index)
    }

    init(_ policy: ResourcePolicy?, index: Int) {
        self.init(
            type: .resourceBased, policyARN: nil, policyLabel: policy?.label ?? "resource policy",
            sid: policy?.document.statements[index].sid, index: index)
    }
}

extension ResourcePolicy {
    var label: String { document.kind == .trust ? "trust policy" : "key policy" }
}
