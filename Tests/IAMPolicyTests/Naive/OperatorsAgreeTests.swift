import AWSJSON
import IAMPolicy
import Testing

/// Each operator with each of the world's values, one by one.
@Suite struct OperatorsAgreeTests {
    @Test("A quick evaluator and a naive one agree on every operator and every pair of values")
    func agreeOnEveryPair() throws {
        var asked = 0
        for name in NaiveCondition.operatorNames {
            let base = name.split(separator: ":").last.map { String($0) } ?? name
            for topic in ConditionTopic.all where base == "Null" || ConditionTopic.topic(of: base)?.keys == topic.keys {
                let values = base == "Null" ? ["true", "false"].map { JSONValue.string($0) } : topic.policyValues
                for value in values { asked += try ask(name, value, topic.requestValues) }
            }
        }
        #expect(asked > 20_000)
    }

    /// Two policies, and requests without the key, with an empty list, with one value and with two.
    private func ask(_ name: String, _ value: JSONValue, _ requestValues: [String]) throws -> Int {
        var states: [ConditionValues?] = [nil, .many([])]
        for (index, first) in requestValues.enumerated() {
            states += [.one(first), .many([first]), .many([first, requestValues[(index + 1) % requestValues.count]])]
        }
        for isAllow in [true, false] {
            let (document, naive) = try policy(name, value, isAllow: isAllow)
            let requester = World.requesters[2].changing {
                $0.identity = [AttachedPolicy(arn: nil, label: "grid", document: document)]
            }
            for state in states {
                let request = request(state)
                let condition = try #require(naive.statements[0].conditions.first)
                let holds = condition.holds(in: request.context, isAllow: isAllow)
                let held = decide(request, by: requester).isAllowed == isAllow
                if held == holds { continue }
                let told = state.map { "\($0)" } ?? "no value"
                Issue.record("\(isAllow ? "allow" : "deny") \(name) \(value) with \(told): \(held), naively \(holds)")
            }
        }
        return states.count * 2
    }

    /// One statement with the condition, and if that denies, one that allows everything.
    private func policy(
        _ name: String, _ value: JSONValue, isAllow: Bool
    ) throws -> (fast: PolicyDocument, naive: NaivePolicy) {
        func statement(_ effect: String, _ condition: [JSONValue.Member]) -> JSONValue {
            let members: [JSONValue.Member] = [
                .init("Effect", .string(effect)), .init("Action", .string("*")), .init("Resource", .string("*")),
            ]
            return .object(members + condition)
        }
        let condition = JSONValue.object([.init(name, .object([.init("test:Key/part", value)]))])
        var statements = [statement(isAllow ? "Allow" : "Deny", [.init("Condition", condition)])]
        if !isAllow { statements.append(statement("Allow", [])) }
        let policy = JSONValue.object([
            .init("Version", .string("2012-10-17")), .init("Statement", .array(statements)),
        ])
        let text = String(decoding: policy.encoded, as: UTF8.self)
        return (try PolicyDocument(parsing: text, as: .identity), try #require(NaivePolicy(text)))
    }

    private func request(_ state: ConditionValues?) -> AccessRequest {
        var values: [ConditionKey: ConditionValues] = [
            ConditionKey("aws:username"): .one("alice"), ConditionKey("aws:TagKeys"): .many(["red"]),
        ]
        values[ConditionKey("test:Key/part")] = state
        return AccessRequest(
            action: "kms:ListKeys", resource: "*", resourceAccount: World.home, resourcePolicy: nil,
            context: RandomContext(values: values))
    }
}
