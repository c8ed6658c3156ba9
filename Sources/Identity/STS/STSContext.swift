import IAMPolicy

/// The values of condition keys in a call of STS
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-sts).
struct STSContext: ConditionContext {
    var global: GlobalContext
    private var own: [String: ConditionValues] = [:]
    /// Whether the caller is nobody of an account yet, of whom none of the global keys knows anything.
    var isVisitor = false

    init(_ caller: CallerFacts, _ call: STSCall, resource: ResourceFacts = ResourceFacts()) {
        global = GlobalContext(caller: caller, request: call.facts, resource: resource)
    }

    func values(of key: ConditionKey) -> ConditionValues? {
        if let value = own[Self.folded(key)] { return value }
        if isVisitor, Self.principalKeys.contains(key.name) { return nil }
        return global.values(of: key)
    }

    private static let principalKeys: Set<String> = ["aws:principalarn", "aws:principalaccount", "aws:userid"]

    /// Nil leaves the key absent.
    mutating func set(_ key: String, _ value: String?) {
        if let value { own[Self.folded(ConditionKey(key))] = .one(value) }
    }

    mutating func set(_ key: String, many values: [String]) {
        if !values.isEmpty { own[Self.folded(ConditionKey(key))] = .many(values) }
    }

    /// What stands after a slash is no tag's key here but the path of an identity provider's URL.
    private static func folded(_ key: ConditionKey) -> String {
        key.part.map { "\(key.name)/\($0.lowercased())" } ?? key.name
    }
}
