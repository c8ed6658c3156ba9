import IAMPolicy
import Testing

/// What holds for any policies, on many that are made at random.
@Suite struct PropertyTests {
    private let principals = [
        #""*""#, aws(account), aws("arn:aws:iam::111122223333:user/alice"), aws("arn:aws:iam::111122223333:role/app"),
        aws("arn:aws:sts::111122223333:assumed-role/app/one"), aws(otherAccount), #"{"Service": "s3.amazonaws.com"}"#,
    ]
    private let actions = [#""kms:Decrypt""#, #""kms:*""#, #""*""#, #"["kms:Encrypt", "kms:De*"]"#, #""s3:Get*""#]
    private let resources = [
        #""*""#, "\"\(keyARN)\"", #""arn:aws:kms:*:*:key/${aws:username}*""#, #""arn:aws:s3:::b""#,
    ]
    private let conditions = [
        "", #", "Condition": {"StringEquals": {"a:key": "x"}}"#,
        #", "Condition": {"StringNotLike": {"a:key": ["x*", "${a:none}"]}}"#,
        #", "Condition": {"ForAllValues:StringLike": {"a:many": "y*"}}"#, #", "Condition": {"Bool": {"a:flag": true}}"#,
    ]

    private func body(_ random: inout Seeded, effect: String? = nil, hasPrincipal: Bool) -> String {
        let effect = effect ?? (Int.random(in: 0..<4, using: &random) == 0 ? "Deny" : "Allow")
        let principal = hasPrincipal ? #""Principal": \#(principals.randomElement(using: &random) ?? ""), "# : ""
        let negated = Int.random(in: 0..<6, using: &random)
        return #"{"Effect": "\#(effect)", \#(principal)"\#(negated == 0 ? "Not" : "")Action": "#
            + (actions.randomElement(using: &random) ?? "") + #", "\#(negated == 1 ? "Not" : "")Resource": "#
            + (resources.randomElement(using: &random) ?? "") + (conditions.randomElement(using: &random) ?? "") + "}"
    }

    private func bodies(_ random: inout Seeded, effect: String? = nil, hasPrincipal: Bool = false) -> [String] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            body(&random, effect: effect, hasPrincipal: hasPrincipal)
        }
    }

    private func requester(_ random: inout Seeded, effect: String? = nil) throws -> Requester {
        let identity = bodies(&random, effect: effect)
        let boundary = Bool.random(using: &random) ? body(&random, effect: effect, hasPrincipal: false) : nil
        let policies = Bool.random(using: &random) ? bodies(&random, effect: effect) : nil
        return switch Int.random(in: 0..<6, using: &random) {
        case 0: try user(identity: identity, boundary: boundary)
        case 1: try session(identity: identity, boundary: boundary, session: policies)
        case 2: try user(of: otherAccount, identity: identity)
        case 3: root()
        case 4: service("s3.amazonaws.com")
        default: try federated(identity: identity, session: policies)
        }
    }

    private func context(_ random: inout Seeded) -> FixedContext {
        var context: FixedContext = [:]
        for (key, values) in [
            ("a:key", ["x", "y", ""]), ("a:flag", ["true", "no"]), ("aws:username", ["1234", "z"]),
        ] {
            if Bool.random(using: &random) {
                context.entries[ConditionKey(key)] = values.randomElement(using: &random).map { .one($0) }
            }
        }
        if Bool.random(using: &random) { context.entries[ConditionKey("a:many")] = ["y1", "z"] }
        return context
    }

    private func forMany(
        _ seed: UInt64, effect: String? = nil,
        _ check: (inout Seeded, Requester, String, FixedContext) throws -> Void
    ) throws {
        var random = Seeded(seed)
        for _ in 0..<400 {
            let requester = try requester(&random, effect: effect)
            let policy = bodies(&random, effect: effect, hasPrincipal: true).joined(separator: ",")
            let context = context(&random)
            try check(&random, requester, policy, context)
        }
    }

    @Test func explicit_deny_always_wins() throws {
        let deny = #"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"}"#
        try forMany(1) { random, requester, policy, context in
            let policy = Bool.random(using: &random) ? policy + "," + deny : deny + "," + policy
            let decision = decide(
                request(policy: try keyPolicy(policy), context), by: requester, grants: GrantMatch(grantID: "g"))
            guard case .denied(.explicit) = decision else {
                Issue.record("\(decision) for \(policy)")
                return
            }
        }
    }

    @Test func no_statement_no_access() throws {
        try forMany(2, effect: "Deny") { _, requester, policy, context in
            let decision = decide(request(policy: try keyPolicy(policy), context), by: requester)
            #expect(!decision.isAllowed, "\(policy)")
        }
    }

    @Test func another_deny_never_widens() throws {
        try forMany(3) { random, requester, policy, context in
            let before = try isAllowed(requester, by: policy, context)
            let more = body(&random, effect: "Deny", hasPrincipal: true)
            let after = try isAllowed(requester, by: policy + "," + more, context)
            #expect(before || !after, "\(policy) and \(more)")
        }
    }

    @Test func another_allow_never_narrows() throws {
        try forMany(4) { random, requester, policy, context in
            let before = try isAllowed(requester, by: policy, context)
            let more = body(&random, effect: "Allow", hasPrincipal: true)
            let after = try isAllowed(requester, by: policy + "," + more, context)
            #expect(!before || after, "\(policy) and \(more)")
        }
    }

    @Test func boundaries_and_session_policies_never_widen() throws {
        try forMany(5) { random, requester, policy, context in
            let boundary = try attached(body(&random, hasPrincipal: false))
            let limited = requester.changing {
                $0.boundary = boundary
                if $0.session != nil { $0.session = [boundary] }
            }
            let free = requester.changing { $0.boundary = nil }
            let policy = try keyPolicy(policy)
            guard requester.policies.session == nil else { return }
            let narrow = decide(request(policy: policy, context), by: limited).isAllowed
            let wide = decide(request(policy: policy, context), by: free).isAllowed
            #expect(!narrow || wide)
        }
    }

    @Test func the_order_of_statements_does_not_matter() throws {
        var random = Seeded(6)
        for _ in 0..<400 {
            let requester = try requester(&random)
            let statements = bodies(&random, hasPrincipal: true)
            let context = context(&random)
            let one = try isAllowed(requester, by: statements.joined(separator: ","), context)
            let other = try isAllowed(requester, by: statements.reversed().joined(separator: ","), context)
            #expect(one == other, "\(statements)")
        }
    }

    @Test func explanations_and_simulations_come_to_the_same_decision() throws {
        try forMany(7) { _, requester, policy, context in
            let request = request(policy: try keyPolicy(policy), context)
            let decision = decide(request, by: requester)
            #expect(explain(request, by: requester).decision == decision)
            let simulation = simulate(request, by: requester)
            #expect(simulation.decision == decision)
            switch decision {
            case .allowed(.resourcePolicy(let statement)), .allowed(.identityPolicy(let statement)),
                .denied(.explicit(let statement)):
                #expect(simulation.matched.contains { $0.reference == statement })
            default: break
            }
        }
    }

    @Test func a_grant_never_widens_past_its_operations() throws {
        let operations = ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "CreateGrant", "Sign"]
        var random = Seeded(8)
        for _ in 0..<400 {
            let given = Set(operations.filter { _ in Bool.random(using: &random) })
            let index = GrantIndex([
                Grant(id: "g", grantee: .principal("arn:aws:iam::111122223333:user/alice"), operations: given)
            ])
            for operation in operations {
                let match = index.match(
                    operation: operation, requester: try user(), encryptionContext: [], sourceARN: nil)
                #expect((match != nil) == given.contains(operation))
            }
        }
    }

    @Test func what_is_unknown_denies() throws {
        let unknown = [
            #""StringEquals": {"a:unknown": "x"}"#, #""StringLike": {"a:key": "${a:unknown}*"}"#,
            #""StringNotEquals": {"a:key": "${a:unknown}"}"#, #""NumericNotEquals": {"a:key": "1"}"#,
            #""NumericEquals": {"a:key": 1}"#, #""IpAddress": {"a:key": "0.0.0.0/0"}"#,
            #""NotIpAddress": {"a:key": "10.0.0.0/8"}"#, #""DateNotEquals": {"a:key": "2020-01-01"}"#,
            #""Bool": {"a:key": true}"#, #""ArnLike": {"a:key": "arn:*:*:*:*:*"}"#,
            #""BinaryEquals": {"a:key": "eA=="}"#,
            #""ArnNotLike": {"a:key": "arn:aws:iam::1:role/x"}"#, #""ArnLike": {"a:key": "*"}"#,
        ]
        for condition in unknown { #expect(try !isMet(condition, ["a:key": "no value of the kind"]), "\(condition)") }
    }
}
