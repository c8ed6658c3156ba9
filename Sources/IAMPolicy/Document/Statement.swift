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

    /// Shared, so that walking over statements copies one reference each.
    let matcher: StatementMatcher
}

/// What a statement applies to.
final class StatementMatcher: Sendable {
    let isAllow: Bool
    let actions: ActionPatterns
    /// Nil in a trust policy.
    let resources: ResourcePatterns?
    /// Nil in an identity policy.
    let principals: Principals?
    let conditions: [Condition]

    init(
        isAllow: Bool, actions: ActionPatterns, resources: ResourcePatterns?, principals: Principals?,
        conditions: [Condition]
    ) {
        self.isAllow = isAllow
        self.actions = actions
        self.resources = resources
        self.principals = principals
        self.conditions = conditions
    }
}

/// `Action` or `NotAction`, in lower case.
struct ActionPatterns: Sendable {
    let isNegated: Bool
    let globs: [Glob]

    func match(_ action: Span<UInt8>, in context: MatchingContext) -> Bool {
        for index in globs.indices where globs[index].matches(action, in: context) { return !isNegated }
        return isNegated
    }
}

/// `Resource` or `NotResource`.
struct ResourcePatterns: Sendable {
    let isNegated: Bool
    let patterns: [ARNPattern]

    /// A variable without a value matches nothing. An allowing statement then does not match either by leaving
    /// resources out: it would let in what it can't tell.
    func match(_ resource: Span<UInt8>, in context: MatchingContext, byAllowing isAllow: Bool) -> Bool {
        var isClear = true
        for index in patterns.indices {
            switch patterns[index].matches(resource, in: context) {
            case true?: return !isNegated
            case false?: break
            case nil: isClear = false
            }
        }
        return isNegated && (isClear || !isAllow)
    }
}
