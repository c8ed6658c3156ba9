/// A statement that matched a request, whether it allows or denies.
public struct MatchedStatement: Hashable, Sendable {
    public var reference: StatementReference
    public var isAllow: Bool
    /// Where it stands in its policy's text.
    public var range: TextRange
}

/// What the Simulate… operations of IAM tell
/// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html).
public struct Simulation: Sendable {
    public var decision: Decision
    /// Denying and allowing, in the order of their policies: resource, identity, boundary, session.
    public var matched: [MatchedStatement]
    /// Condition keys and variables that the policies mention and the context has no value of, each once, as first
    /// written.
    public var missingContextKeys: [String]
}

/// The same decision as `decide`, with all that matched.
/// - Parameters:
///   - request: what is asked for, with the policy of the resource.
///   - requester: who asks, with all policies that belong to him.
///   - grants: what the resource's grants may add; nil if there is none that matches.
///   - share: into how many parts the steps that a decision may take are divided, at least 1: whoever simulates many
///     requests at once gets no more of them.
/// - Returns: the decision, and what led to it.
public func simulate(
    _ request: AccessRequest, by requester: Requester, grants: GrantMatch? = nil, share: Int = 1
) -> Simulation {
    let inquiry = Inquiry(request, by: requester, stepsMax: MatchingContext.stepsMax / max(1, share))
    let policies = inquiry.policies
    var missing: [String] = []
    var seen: Set<ConditionKey> = []
    for text in policies.flatMap(\.document.contextKeys) where request.context.values(of: ConditionKey(text)) == nil {
        if seen.insert(ConditionKey(text)).inserted { missing.append(text) }
    }
    return Simulation(
        decision: Findings(inquiry, grants: grants).decision, matched: policies.flatMap { $0.matched(inquiry) },
        missingContextKeys: missing)
}

/// A policy of any type that has a say in a request.
struct InvolvedPolicy {
    var type: PolicyType
    var document: PolicyDocument
    var arn: String?
    var label: String
    /// `ResourcePolicy.principalIDs`.
    var ids: [String: String] = [:]

    func reference(_ index: Int) -> StatementReference {
        StatementReference(type, document, index: index, arn: arn, label: label)
    }

    func naming(_ inquiry: Inquiry, by statement: StatementMatcher) -> Naming {
        if type == .resourceBased { return inquiry.naming(by: statement, ids: ids) }
        return inquiry.matches(statement) ? .direct : .none
    }

    fileprivate func matched(_ inquiry: Inquiry) -> [MatchedStatement] {
        document.statements.indices.compactMap { index in
            let statement = document.statements[index]
            guard naming(inquiry, by: statement.matcher) != .none else { return nil }
            return MatchedStatement(
                reference: reference(index), isAllow: statement.isAllow, range: statement.range)
        }
    }
}

extension Inquiry {
    /// Resource, identity, boundary, session.
    var policies: [InvolvedPolicy] {
        var policies: [InvolvedPolicy] = []
        if let policy = request.resourcePolicy {
            policies.append(
                InvolvedPolicy(
                    type: .resourceBased, document: policy.document, label: policy.label, ids: policy.principalIDs))
        }
        for type in [PolicyType.identityBased, .permissionsBoundary, .session] {
            for policy in requester.policies.policies(of: type) ?? [] {
                policies.append(
                    InvolvedPolicy(type: type, document: policy.document, arn: policy.arn, label: policy.label))
            }
        }
        return policies
    }
}
