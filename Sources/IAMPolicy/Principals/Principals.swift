/// How close a statement of a resource's policy comes to a requester. What it says of his account waits for his own
/// policies, and what it says of his role is limited by the role's boundary and the session's policies
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html).
enum Naming: Int, Comparable, Sendable {
    case none
    /// His account.
    case account
    /// His role, or the user who asked for the federated session.
    case behindSession
    /// Himself, or everybody.
    case direct

    static func < (one: Naming, other: Naming) -> Bool { one.rawValue < other.rawValue }
}

/// `Principal` or `NotPrincipal` of a statement.
struct Principals: Sendable {
    let isNegated: Bool
    let patterns: [PrincipalPattern]

    /// `ids`: those of `ResourcePolicy.principalIDs`.
    func naming(of requester: Requester, ids: [String: String], byAllowing isAllow: Bool) -> Naming {
        if isNegated { return isExempt(requester, ids: ids) ? .none : .direct }
        var best = Naming.none
        for pattern in patterns where best != .direct {
            best = max(best, pattern.naming(of: requester, ids: ids, byAllowing: isAllow))
        }
        return best
    }

    /// Whether `NotPrincipal` leaves a requester out. It has to name his account too, and for a session of a role
    /// the role as well; a boundary undoes all of it
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
    private func isExempt(_ requester: Requester, ids: [String: String]) -> Bool {
        guard requester.policies.boundary == nil else { return false }
        let namings = Set(patterns.map { $0.naming(of: requester, ids: ids, byAllowing: false) })
        if patterns.contains(.everyone) { return true }
        guard namings.contains(.direct) else { return false }
        switch requester.kind {
        case .root, .service, .webIdentity: return true
        case .user, .federatedUser: return namings.contains(.account)
        case .assumedRole: return namings.contains(.account) && namings.contains(.behindSession)
        }
    }
}

extension PrincipalPattern {
    /// `isAllow`: an allowing statement for everybody does not name who has but a web identity; a denying one does.
    func naming(of requester: Requester, ids: [String: String], byAllowing isAllow: Bool) -> Naming {
        switch self {
        case .everyone:
            if case .webIdentity = requester.kind, isAllow { return .none }
            return .direct
        case .account(let account, let partition):
            return requester.isOf(account, partition: partition)
                ? (requester.kind == .root ? .direct : .account) : .none
        case .user(let arn): return userNaming(arn, of: requester, ids: ids)
        case .role(let arn):
            guard case .assumedRole(let role) = requester.kind else { return .none }
            return Self.isSame(arn, role, id: requester.uniqueID, ids: ids) ? .behindSession : .none
        case .session(let arn):
            guard requester.arn.hasSameBytes(as: arn), requester.isSession else { return .none }
            return ids[arn].map { $0.hasSameBytes(as: requester.uniqueID) } ?? true ? .direct : .none
        case .uniqueID(let id): return uniqueIDNaming(id, of: requester)
        case .service(let name):
            return requester.kind == .service && requester.arn.hasSameBytes(as: name) ? .direct : .none
        case .federated(let name):
            guard case .webIdentity(let provider) = requester.kind else { return .none }
            return provider.hasSameBytes(as: name) ? .direct : .none
        case .canonicalUser: return .none
        }
    }

    private func userNaming(_ arn: String, of requester: Requester, ids: [String: String]) -> Naming {
        switch requester.kind {
        case .user: Self.isSame(arn, requester.arn, id: requester.uniqueID, ids: ids) ? .direct : .none
        case .federatedUser(let user): Self.isSame(arn, user, id: requester.uniqueID, ids: ids) ? .behindSession : .none
        case .root, .assumedRole, .service, .webIdentity: .none
        }
    }

    private func uniqueIDNaming(_ id: String, of requester: Requester) -> Naming {
        guard requester.uniqueID.hasSameBytes(as: id) else { return .none }
        return switch requester.kind {
        case .user: .direct
        case .assumedRole, .federatedUser: .behindSession
        case .root, .service, .webIdentity: .none
        }
    }

    /// Whoever has the id that the ARN had when the policy was stored; without such an id, whoever has the ARN.
    private static func isSame(_ named: String, _ arn: String, id: String, ids: [String: String]) -> Bool {
        if !ids.isEmpty, let pinned = ids[named] { return pinned.hasSameBytes(as: id) }
        return named.hasSameBytes(as: arn)
    }
}

extension Requester {
    var isSession: Bool {
        switch kind {
        case .assumedRole, .federatedUser: true
        case .root, .user, .service, .webIdentity: false
        }
    }

    fileprivate func isOf(_ account: String, partition: String?) -> Bool {
        switch kind {
        case .service, .webIdentity: return false
        case .root, .user, .assumedRole, .federatedUser: break
        }
        guard self.account.hasSameBytes(as: account) else { return false }
        guard let partition else { return true }
        return arn.utf8.starts(with: "arn:".utf8)
            && arn.utf8.dropFirst(4).prefix { $0 != .colon }.elementsEqual(partition.utf8)
    }
}
