/// A condition operator as a policy names it, for example `ForAnyValue:StringLikeIfExists`
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
struct ConditionOperator: Sendable {
    enum Quantifier: Sendable { case none, allValues, anyValue }

    enum Comparison: Sendable {
        case stringEquals, stringEqualsIgnoreCase, stringLike
        case numeric(Order), date(Order)
        case bool, binary, ipAddress, arn, null
    }

    enum Order: Sendable { case equal, less, lessOrEqual, greater, greaterOrEqual }

    let name: String
    let quantifier: Quantifier
    let comparison: Comparison
    /// True if the values of the policy do not compare with the request's.
    let isNegated: Bool
    let ifExists: Bool

    /// - Returns: nil if there is no such operator. Names are compared with their case.
    init?(_ name: String) {
        var rest = Substring(name)
        var quantifier = Quantifier.none
        for (prefix, meaning) in [("ForAllValues:", Quantifier.allValues), ("ForAnyValue:", .anyValue)]
        where rest.utf8.starts(with: prefix.utf8) {
            quantifier = meaning
            rest = rest.dropFirst(prefix.count)
            break
        }
        let ifExists = rest.hasSuffix("IfExists")
        if ifExists { rest = rest.dropLast("IfExists".count) }
        guard let (comparison, isNegated) = Self.comparisons[String(rest)] else { return nil }
        // Null asks whether there is a key at all: neither IfExists nor a set of values has a meaning with it.
        if case .null = comparison, ifExists || quantifier != .none { return nil }
        self.name = name
        self.quantifier = quantifier
        self.comparison = comparison
        self.isNegated = isNegated
        self.ifExists = ifExists
    }

    var takesVariables: Bool {
        switch comparison {
        case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arn: true
        case .numeric, .date, .bool, .binary, .ipAddress, .null: false
        }
    }

    private static let comparisons: [String: (Comparison, isNegated: Bool)] = [
        "StringEquals": (.stringEquals, false), "StringNotEquals": (.stringEquals, true),
        "StringEqualsIgnoreCase": (.stringEqualsIgnoreCase, false),
        "StringNotEqualsIgnoreCase": (.stringEqualsIgnoreCase, true),
        "StringLike": (.stringLike, false), "StringNotLike": (.stringLike, true),
        "NumericEquals": (.numeric(.equal), false), "NumericNotEquals": (.numeric(.equal), true),
        "NumericLessThan": (.numeric(.less), false), "NumericLessThanEquals": (.numeric(.lessOrEqual), false),
        "NumericGreaterThan": (.numeric(.greater), false),
        "NumericGreaterThanEquals": (.numeric(.greaterOrEqual), false),
        "DateEquals": (.date(.equal), false), "DateNotEquals": (.date(.equal), true),
        "DateLessThan": (.date(.less), false), "DateLessThanEquals": (.date(.lessOrEqual), false),
        "DateGreaterThan": (.date(.greater), false), "DateGreaterThanEquals": (.date(.greaterOrEqual), false),
        "Bool": (.bool, false), "BinaryEquals": (.binary, false),
        "IpAddress": (.ipAddress, false), "NotIpAddress": (.ipAddress, true),
        "ArnEquals": (.arn, false), "ArnLike": (.arn, false),
        "ArnNotEquals": (.arn, true), "ArnNotLike": (.arn, true),
        "Null": (.null, false),
    ]
}

extension ConditionOperator.Order {
    func holds<Value: Comparable>(_ value: Value, _ bound: Value) -> Bool {
        switch self {
        case .equal: value == bound
        case .less: value < bound
        case .lessOrEqual: value <= bound
        case .greater: value > bound
        case .greaterOrEqual: value >= bound
        }
    }
}
