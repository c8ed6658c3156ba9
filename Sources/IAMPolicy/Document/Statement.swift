/// One statement of a policy, in a form that is quick to evaluate.
public struct Statement: Sendable {
    public enum Effect: String, Hashable, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    public let sid: String?
    public let effect: Effect
    /// Where it stands in the text.
    public let range: TextRange

    public var isAllow: Bool { effect == .allow }
}
