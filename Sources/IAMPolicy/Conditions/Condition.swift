/// One key of a condition block under one operator.
struct Condition: Sendable {
    let operation: ConditionOperator
    let key: ConditionKey
    /// As written.
    let keyText: String
    let tests: [ConditionTest]

    /// Whether the condition is met
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html).
    ///
    /// Where nothing can be said, because a variable has no value, because the request's value is of another kind, or
    /// because a key has several values and the operator takes one, an allowing statement does not match.
    func isMet(in context: MatchingContext, byAllowing isAllow: Bool) -> Bool {
        let values = context.values(of: key)
        if case .null = operation.comparison { return isNull(values) }
        switch operation.quantifier {
        case .none: return isMet(by: values, in: context, byAllowing: isAllow)
        case .allValues:
            guard let set = Self.set(values) else { return true }
            return set.allSatisfy { isMet(by: $0, in: context, byAllowing: isAllow) }
        case .anyValue:
            guard let set = Self.set(values) else { return operation.ifExists && Self.isAbsent(values) }
            return set.contains { isMet(by: $0, in: context, byAllowing: isAllow) }
        }
    }

    private func isMet(by values: ConditionValues?, in context: MatchingContext, byAllowing isAllow: Bool) -> Bool {
        switch values {
        case .one(let value): return isMet(by: value, in: context, byAllowing: isAllow)
        case nil, .many([]): return operation.ifExists || operation.isNegated
        case .many(let values):
            // AWS leaves open what an operator without a quantifier does with several values.
            let met = values.map { isMet(by: $0, in: context, byAllowing: isAllow) }
            return isAllow ? met.allSatisfy { $0 } : met.contains(true)
        }
    }

    /// For a negated operator: that the value is none of the policy's.
    private func isMet(by value: String, in context: MatchingContext, byAllowing isAllow: Bool) -> Bool {
        var isClear = true
        for test in tests {
            switch test.matches(value, in: context) {
            case true?: return !operation.isNegated
            case false?: break
            case nil: isClear = false
            }
        }
        guard operation.isNegated else { return false }
        return isClear || !isAllow
    }

    private func isNull(_ values: ConditionValues?) -> Bool {
        let isAbsent = Self.isAbsent(values)
        return tests.contains { if case .bool(let wanted) = $0 { wanted == isAbsent } else { false } }
    }

    private static func isAbsent(_ values: ConditionValues?) -> Bool {
        switch values {
        case nil, .many([]): true
        case .one, .many: false
        }
    }

    /// The values that a set operator looks at; nil if there are none, or only an empty text.
    private static func set(_ values: ConditionValues?) -> [String]? {
        switch values {
        case nil, .many([]), .one(""): nil
        case .one(let value): [value]
        case .many(let values): values
        }
    }
}
