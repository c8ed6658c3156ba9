import IAMPolicy

/// The policies of a principal as texts, and parsed by the naive reader.
struct NaiveAttached: Sendable {
    var label: String
    var arn: String?
    var policy: NaivePolicy
}

struct NaivePrincipalPolicies: Sendable {
    var identity: [NaiveAttached] = []
    var boundary: NaiveAttached?
    var session: [NaiveAttached]?
}

/// What one request is, with both views of its policies.
struct NaiveQuestion {
    var request: AccessRequest
    var requester: Requester
    var grants: GrantMatch?
    var policies: NaivePrincipalPolicies
    /// That of the resource; nil if it has none.
    var resourcePolicy: NaivePolicy?
    var tally: NaiveTally
}

/// A statement that matched, and the ways in which it named the requester; none in a policy of the requester himself.
struct NaiveMatched {
    var reference: StatementReference
    var isAllow: Bool
    var principals: [NaivePrincipals.Match] = []
}

/// The naive answer. Where AWS does not say which of several statements is named, any of them is right.
enum NaiveVerdict {
    case explicit([StatementReference])
    case implicit(PolicyType)
    case resourcePolicy([StatementReference])
    case identityPolicy([StatementReference])
    case grant(String)
    case root

    func agrees(with decision: Decision) -> Bool {
        switch (self, decision) {
        case (.explicit(let right), .denied(.explicit(let given))): Self.names(given, right)
        case (.implicit(let right), .denied(.implicit(let given))): right == given
        case (.resourcePolicy(let right), .allowed(.resourcePolicy(let given))): Self.names(given, right)
        case (.identityPolicy(let right), .allowed(.identityPolicy(let given))): Self.names(given, right)
        case (.grant(let right), .allowed(.grant(let given))): right == given
        case (.root, .allowed(.root)): true
        default: false
        }
    }

    /// The words of `NaiveTally` for the reason.
    var name: String {
        switch self {
        case .explicit(let references): "denied by a " + references.map(\.type.rawValue).joined(separator: ", ")
        case .implicit(let type): "not allowed by a \(type.rawValue)"
        case .resourcePolicy: "allowed by a resource policy"
        case .identityPolicy: "allowed by an identity policy"
        case .grant: "allowed by a grant"
        case .root: "allowed to the root"
        }
    }

    /// A resource's policy is called what the other likes.
    private static func names(_ given: StatementReference, _ right: [StatementReference]) -> Bool {
        right.contains {
            var reference = $0
            if reference.type == .resourceBased { reference.policyLabel = given.policyLabel }
            return reference == given
        }
    }
}

/// The flow chart of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, and for
/// keys https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html.
extension NaiveQuestion {
    func answer() -> NaiveVerdict {
        let identity = matched(policies.identity, .identityBased)
        let boundary = policies.boundary.map { matched([$0], .permissionsBoundary) }
        let session = policies.session.map { matched($0, .session) }
        let resource = matchedOfResource()

        // 1. A deny anywhere.
        let denying = (identity + (boundary ?? []) + (session ?? []) + resource).filter { !$0.isAllow }
        if !denying.isEmpty { return .explicit(denying.map(\.reference)) }

        let allows = Allows(
            identity: identity.map(\.reference), boundary: boundary.map { !$0.isEmpty },
            session: session?.map(\.reference), resource: resource)
        guard let grants, !isWebIdentity else { return policyAnswer(allows) }

        // 2. A grant, which needs nothing else. One to a role is limited as a key policy that names the role.
        guard grants.namesRole, requester.kind != .service, let limit = missingLimit(allows) else {
            return .grant(grants.grantID)
        }
        let verdict = policyAnswer(allows)
        if case .implicit(.resourceBased) = verdict { return .implicit(limit) }
        return verdict
    }

    /// All statements that allow, by policy type; no statement denies.
    struct Allows {
        var identity: [StatementReference]
        /// Nil if there is no boundary, as below.
        var boundary: Bool?
        var session: [StatementReference]?
        var resource: [NaiveMatched]

        func naming(_ how: NaivePrincipals.Match) -> [StatementReference] {
            resource.filter { $0.principals.contains(how) }.map(\.reference)
        }
    }

    private func policyAnswer(_ allows: Allows) -> NaiveVerdict {
        switch requester.kind {
        case .service, .webIdentity:
            // Nobody's identity policies: the resource's policy decides.
            let direct = allows.naming(.direct)
            return direct.isEmpty ? .implicit(.resourceBased) : .resourcePolicy(direct)
        case .root:
            if request.resourcePolicy == nil {
                return requester.account == request.resourceAccount ? .root : .implicit(.resourceBased)
            }
            let direct = allows.naming(.direct)
            return direct.isEmpty ? .implicit(.resourceBased) : .resourcePolicy(direct)
        case .user, .assumedRole, .federatedUser:
            return requester.account == request.resourceAccount ? sameAccount(allows) : acrossAccounts(allows)
        }
    }

    private func sameAccount(_ allows: Allows) -> NaiveVerdict {
        let limit = missingLimit(allows)
        if request.resourcePolicy != nil {
            let direct = allows.naming(.direct)
            if !direct.isEmpty { return .resourcePolicy(direct) }
            let behind = allows.naming(.behindSession)
            if !behind.isEmpty { return limit.map { .implicit($0) } ?? .resourcePolicy(behind) }
            if allows.naming(.account).isEmpty { return .implicit(.resourceBased) }
        }
        if !identityAllows(allows) { return .implicit(.identityBased) }
        return limit.map { .implicit($0) } ?? .identityPolicy(identityReferences(allows))
    }

    private func acrossAccounts(_ allows: Allows) -> NaiveVerdict {
        if request.resourcePolicy == nil || allows.resource.isEmpty { return .implicit(.resourceBased) }
        if !identityAllows(allows) { return .implicit(.identityBased) }
        if let limit = missingLimit(allows) { return .implicit(limit) }
        let named = allows.naming(.direct) + allows.naming(.behindSession)
        return named.isEmpty ? .identityPolicy(identityReferences(allows)) : .resourcePolicy(named)
    }

    /// What the boundary or the session does not allow.
    private func missingLimit(_ allows: Allows) -> PolicyType? {
        if allows.boundary == false { return .permissionsBoundary }
        if let session = allows.session { return session.isEmpty ? .session : nil }
        // A federated user without session policies may do nothing.
        if case .federatedUser = requester.kind { return .session }
        return nil
    }

    private var isWebIdentity: Bool { if case .webIdentity = requester.kind { true } else { false } }

    private var isFederatedRoot: Bool {
        requester.kind == .federatedUser(user: "arn:aws:iam::\(requester.account):root")
    }

    /// The root who federates may do everything, so that his session's policies decide.
    private func identityAllows(_ allows: Allows) -> Bool { isFederatedRoot || !allows.identity.isEmpty }

    private func identityReferences(_ allows: Allows) -> [StatementReference] {
        isFederatedRoot ? allows.session ?? [] : allows.identity
    }
}
