import AWSJSON
import IAMPolicy

/// One operator with one key of a `Condition`
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
struct NaiveCondition: Sendable {
    enum Quantifier: String, CaseIterable, Sendable {
        case none = ""
        case forAllValues = "ForAllValues:"
        case forAnyValue = "ForAnyValue:"
    }

    var quantifier: Quantifier
    /// Without quantifier and `IfExists`.
    var base: String
    var ifExists: Bool
    /// Where the whole name stands in `operatorNames`.
    var operatorIndex: Int
    var key: ConditionKey
    var values: [NaiveText]

    static let bases = [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
        "StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan",
        "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress",
        "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike",
    ]

    /// Every operator there is, with and without `IfExists` and quantifier.
    static let operatorNames: [String] =
        ["Null"]
        + Quantifier.allCases.flatMap { quantifier in
            bases.flatMap { [quantifier.rawValue + $0, quantifier.rawValue + $0 + "IfExists"] }
        }

    private static let indices = Dictionary(uniqueKeysWithValues: zip(operatorNames, operatorNames.indices))

    /// All conditions of a statement, each of which must hold; nil if they can't be read.
    static func all(in json: JSONValue, hasVariables: Bool) -> [NaiveCondition]? {
        guard let operators = json.members else { return nil }
        var conditions: [NaiveCondition] = []
        for member in operators {
            guard let index = indices[member.name], let keys = member.value.members else { return nil }
            for key in keys {
                guard
                    let condition = NaiveCondition(member.name, index, key.name, key.value, hasVariables: hasVariables)
                else { return nil }
                conditions.append(condition)
            }
        }
        return conditions
    }

    private init?(_ name: String, _ index: Int, _ key: String, _ json: JSONValue, hasVariables: Bool) {
        operatorIndex = index
        quantifier = Quantifier.allCases.last { name.hasPrefix($0.rawValue) } ?? .none
        ifExists = name.hasSuffix("IfExists")
        base = String(name.dropFirst(quantifier.rawValue.count).dropLast(ifExists ? "IfExists".count : 0))
        self.key = ConditionKey(key)
        let takesVariables = base.hasPrefix("String") || base.hasPrefix("Arn")
        values = []
        for element in json.elements ?? [json] {
            guard let text = element.string ?? element.number?.text ?? element.bool.map({ $0 ? "true" : "false" })
            else { return nil }
            values.append(NaiveText(text, hasVariables: hasVariables && takesVariables))
        }
    }

    private var isNegated: Bool { base.contains("Not") }

    /// Whether the condition holds, in a statement that allows or denies: where AWS does not say what holds, it is
    /// what gives less.
    func holds(in context: any ConditionContext, isAllow: Bool) -> Bool {
        let found: [String]
        switch context.values(of: key) {
        // For the quantifiers an empty text is an empty set, says AWS; yet the key exists.
        case .one("") where quantifier != .none: return quantifier == .forAllValues
        case .one(let value): found = [value]
        case .many(let values): found = values
        case nil: found = []
        }
        if base == "Null" { return values.contains { $0.text.lowercased() == (found.isEmpty ? "true" : "false") } }
        // A key without values is as good as none.
        if found.isEmpty {
            if ifExists { return true }
            switch quantifier {
            case .none: return isNegated
            case .forAllValues: return true
            case .forAnyValue: return false
            }
        }
        let each = found.map { holds($0, context, isAllow: isAllow) }
        switch quantifier {
        case .forAllValues: return !each.contains(false)
        case .forAnyValue: return each.contains(true)
        // AWS wants a quantifier for several values.
        case .none: return isAllow ? !each.contains(false) : each.contains(true)
        }
    }

    /// One value of the request: it must match one of the policy's, or, negated, none of them.
    private func holds(_ value: String, _ context: any ConditionContext, isAllow: Bool) -> Bool {
        // What is no number, date or address at all is equal to none; that it differs lets nobody in.
        guard NaiveOperators.isReadable(value, base) else { return isNegated && !isAllow }
        let positive = isNegated ? NaiveCondition.positive[base] ?? base : base
        let matches = values.contains { NaiveOperators.matches(positive, policy: $0, request: value, context) }
        if isNegated, isAllow, !matches, values.contains(where: { NaiveOperators.mightMatch(base, $0, value, context) })
        {
            // That a value differs from a variable without one lets nobody in, but is enough to deny.
            return false
        }
        return matches != isNegated
    }

    private static let positive = [
        "StringNotEquals": "StringEquals", "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
        "StringNotLike": "StringLike", "NumericNotEquals": "NumericEquals", "DateNotEquals": "DateEquals",
        "NotIpAddress": "IpAddress", "ArnNotEquals": "ArnEquals", "ArnNotLike": "ArnLike",
    ]
}
