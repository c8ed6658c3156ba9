/// A decision and the path to it, for people.
public struct Explanation: Sendable {
    public var decision: Decision
    /// One line each, in the order in which policies are looked at; the last says what follows.
    public var steps: [String]
}

/// The same decision as `decide`, with the path it took.
public func explain(_ request: AccessRequest, by requester: Requester, grants: GrantMatch? = nil) -> Explanation {
    let inquiry = Inquiry(request, by: requester)
    let decision = Findings(inquiry, grants: grants).decision
    var steps = ["\(requester.arn) asks for \(request.action) on \(request.resource)"]
    for type in [PolicyType.resourceBased, .identityBased, .permissionsBoundary, .session] {
        let policies = inquiry.policies.filter { $0.type == type }
        if policies.isEmpty { steps.append(Explanation.absence(of: type, for: requester)) }
        for policy in policies { steps += policy.steps(inquiry) }
    }
    if let grants { steps.append("grant \(grants.grantID): gives the operation to the requester") }
    steps.append(decision.sentence)
    return Explanation(decision: decision, steps: steps)
}

extension Explanation {
    fileprivate static func absence(of type: PolicyType, for requester: Requester) -> String {
        switch type {
        case .resourceBased: "resource-based policy: the resource has none"
        case .identityBased:
            requester.hasAllOfAccount
                ? "identity-based policy: none needed by the root of an account" : "identity-based policy: none"
        case .permissionsBoundary: "permissions boundary: none, so it does not limit"
        case .session:
            requester.sessionPolicies == nil
                ? "session policy: none, so it does not limit"
                : "session policy: none, so a federated session has no rights"
        }
    }
}

extension InvolvedPolicy {
    fileprivate func steps(_ inquiry: Inquiry) -> [String] {
        document.statements.indices.map { index in
            let statement = document.statements[index]
            let name = "\(type.rawValue) \(label), \(reference(index).name), \(statement.effect.rawValue)"
            return "\(name): \(outcome(inquiry, of: statement.matcher))"
        }
    }

    private func outcome(_ inquiry: Inquiry, of statement: StatementMatcher) -> String {
        if !statement.actions.match(inquiry.action.span, in: inquiry.context) { return "not about the action" }
        if type == .resourceBased, let principals = statement.principals,
            principals.naming(of: inquiry.requester, ids: ids, byAllowing: statement.isAllow) == .none
        {
            return "not about the principal"
        }
        if !inquiry.matchesResource(statement) { return "not about the resource" }
        if let condition = statement.conditions.first(where: { !inquiry.isMet($0, in: statement) }) {
            return "condition not met: \(condition.sentence(in: inquiry.request.context))"
        }
        switch naming(inquiry, by: statement) {
        case .account: return "matches, and leaves the decision to the policies of account \(inquiry.requester.account)"
        case .behindSession: return "matches, within the boundary and the session's policies"
        case .none, .direct: return "matches"
        }
    }
}

extension Condition {
    /// Without the request's values, which may be secret to whoever reads this.
    fileprivate func sentence(in context: any ConditionContext) -> String {
        let isAbsent =
            switch context.values(of: key) {
            case nil, .many([]): true
            case .one, .many: false
            }
        return "\(operation.name) \(keyText)" + (isAbsent ? ", and the request has no such key" : "")
    }
}

extension StatementReference {
    /// For people, who count from 1.
    fileprivate var name: String { "statement \(index + 1)" + (sid.map { $0.isEmpty ? "" : " (\($0))" } ?? "") }

    fileprivate var place: String { "\(type.rawValue) \(policyLabel), \(name)" }
}

extension Decision {
    fileprivate var sentence: String {
        switch self {
        case .allowed(.resourcePolicy(let statement)), .allowed(.identityPolicy(let statement)):
            "allowed by \(statement.place)"
        case .allowed(.grant(let id)): "allowed by grant \(id)"
        case .allowed(.root): "allowed as the root of the account"
        case .denied(.explicit(let statement)): "denied by \(statement.place)"
        case .denied(.implicit(let type)): "denied: no \(type.rawValue) allows it"
        }
    }
}
