import AWSJSON
import IAMPolicy

/// How a random policy is to be.
struct PolicyTaste {
    /// Shares of 100.
    var denies = 20
    var conditions = 45
    /// Of statements for all actions and all resources.
    var isBroad = 55
}

extension Dice {
    /// The text of a policy of the kind.
    mutating func policyText(_ kind: PolicyKind, _ taste: PolicyTaste) -> String {
        var members: [JSONValue.Member] = []
        if percent(85) { members.append(JSONValue.Member("Version", .string("2012-10-17"))) }
        let count = 1 + below(3)
        let statements = (0..<count).map { statement(kind, taste, number: $0) }
        let isAlone = count == 1 && percent(50)
        members.append(JSONValue.Member("Statement", isAlone ? statements[0] : .array(statements)))
        return String(decoding: JSONValue.object(members).encoded, as: UTF8.self)
    }

    private mutating func statement(_ kind: PolicyKind, _ taste: PolicyTaste, number: Int) -> JSONValue {
        let isDeny = percent(taste.denies)
        let isBroad = !isDeny && percent(taste.isBroad)
        var members = [JSONValue.Member("Effect", .string(isDeny ? "Deny" : "Allow"))]
        if percent(50) { members.append(JSONValue.Member("Sid", .string("S\(number)"))) }
        if kind != .identity { members.append(principal(kind, isDeny: isDeny)) }
        members.append(isBroad ? JSONValue.Member("Action", .string("*")) : list("Action", World.actionPatterns))
        if kind != .trust {
            members.append(
                isBroad ? JSONValue.Member("Resource", .string("*")) : list("Resource", World.resourcePatterns))
        }
        if percent(isDeny ? 85 : taste.conditions) { members.append(JSONValue.Member("Condition", condition())) }
        return .object(members)
    }

    private mutating func list(_ name: String, _ patterns: [String]) -> JSONValue.Member {
        JSONValue.Member(percent(18) ? "Not" + name : name, oneOrMore(some(1...3, of: patterns)))
    }

    private mutating func oneOrMore(_ texts: [String]) -> JSONValue {
        texts.count == 1 && percent(70) ? .string(texts[0]) : .array(texts.map { .string($0) })
    }

    private mutating func principal(_ kind: PolicyKind, isDeny: Bool) -> JSONValue.Member {
        let name = isDeny && percent(25) ? "NotPrincipal" : "Principal"
        if name == "Principal", percent(8) { return JSONValue.Member(name, .string("*")) }
        var types: [JSONValue.Member] = []
        if percent(90) { types.append(JSONValue.Member("AWS", oneOrMore(some(1...3, of: World.awsPrincipals)))) }
        if types.isEmpty || percent(20) {
            types.append(JSONValue.Member("Service", oneOrMore(some(1...2, of: World.services))))
        }
        if kind == .trust, percent(40) { types.append(JSONValue.Member("Federated", .string(World.provider))) }
        return JSONValue.Member(name, .object(types))
    }
}

/// A requester with policies in both views.
struct Cast {
    var requester: Requester
    var naive: NaivePrincipalPolicies
}

/// A resource with its policy in both views.
struct Stage {
    var resource: String
    var account: String
    var policy: ResourcePolicy?
    var naive: NaivePolicy?
    var actions: [String]
}

/// A random policy that one of the two can't read: the generator makes none on purpose.
struct UnreadablePolicy: Error { var text: String }

extension Dice {
    mutating func cast(_ requester: Requester) throws -> Cast {
        var cast = Cast(requester: requester, naive: NaivePrincipalPolicies())
        switch requester.kind {
        case .root, .service, .webIdentity: return cast
        case .user, .assumedRole, .federatedUser: break
        }
        // A federated root has all of the root's rights, and no policies.
        let isRoot = requester.kind == .federatedUser(user: "arn:aws:iam::\(requester.account):root")
        for number in 0..<(isRoot ? 0 : below(4)) {
            let arn = percent(50) ? "arn:aws:iam::\(requester.account):policy/p\(number)" : nil
            let both = try attached("policy \(number)", arn, PolicyTaste(denies: 12))
            cast.requester = cast.requester.changing { $0.identity.append(both.fast) }
            cast.naive.identity.append(both.naive)
        }
        if percent(30) {
            let both = try attached("boundary", "arn:aws:iam::\(requester.account):policy/edge", PolicyTaste())
            cast.requester = cast.requester.changing { $0.boundary = both.fast }
            cast.naive.boundary = both.naive
        }
        if requester.kind != .user, percent(50) {
            let both = try (0..<(percent(10) ? 0 : 1 + below(2))).map {
                try attached("session \($0)", nil, PolicyTaste())
            }
            cast.requester = cast.requester.changing { $0.session = both.map(\.fast) }
            cast.naive.session = both.map(\.naive)
        }
        return cast
    }

    private mutating func attached(
        _ label: String, _ arn: String?, _ taste: PolicyTaste
    ) throws -> (fast: AttachedPolicy, naive: NaiveAttached) {
        let text = policyText(.identity, taste)
        guard let naive = NaivePolicy(text) else { throw UnreadablePolicy(text: text) }
        let document = try PolicyDocument(parsing: text, as: .identity)
        return (
            AttachedPolicy(arn: arn, label: label, document: document),
            NaiveAttached(label: label, arn: arn, policy: naive)
        )
    }

    mutating func stage() throws -> Stage {
        let isBare = percent(25)
        let isRole = !isBare && percent(20)
        let resource = pick(isBare ? World.bare : isRole ? World.roles : World.keys)
        let account = resource.contains(World.abroad) ? World.abroad : World.home
        let actions = isBare ? World.bareActions : isRole ? World.roleActions : World.keyActions
        var stage = Stage(resource: resource, account: account, policy: nil, naive: nil, actions: actions)
        if isBare { return stage }
        let kind: PolicyKind = isRole ? .trust : .resource
        let text = policyText(kind, PolicyTaste(denies: 15))
        guard let naive = NaivePolicy(text) else { throw UnreadablePolicy(text: text) }
        let document = try PolicyDocument(parsing: text, as: kind)
        stage.naive = naive
        // Some ARNs were nobody's when the policy was stored, or have been kept as text.
        let named = World.ids.keys.sorted().filter { _ in percent(70) }
        stage.policy = ResourcePolicy(
            document: document, principalIDs: World.ids.filter { named.contains($0.key) })
        return stage
    }
}
