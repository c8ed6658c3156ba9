import AWSJSON
import IAMPolicy

/// What each operator that is not negated says of one value of a policy and one of a request.
enum NaiveOperators {
    static func matches(
        _ base: String, policy: NaiveText, request: String, _ context: any ConditionContext
    ) -> Bool {
        switch base {
        case "StringEquals": policy.equals(request, ignoringCase: false, in: context)
        case "StringEqualsIgnoreCase": policy.equals(request, ignoringCase: true, in: context)
        case "StringLike": policy.matches(Array(request.unicodeScalars), in: context)
        case "ArnEquals", "ArnLike": arnMatches(policy, request, context)
        case "Bool": bool(policy.text) != nil && bool(policy.text) == bool(request)
        case "BinaryEquals": Base64.decode(policy.text) != nil && Base64.decode(policy.text) == Base64.decode(request)
        case "IpAddress": addressMatches(policy.text, request)
        case "NumericEquals": compare(NaiveValues.number, policy, request) { $0 == $1 }
        case "NumericLessThan": compare(NaiveValues.number, policy, request) { $0 < $1 }
        case "NumericLessThanEquals": compare(NaiveValues.number, policy, request) { $0 <= $1 }
        case "NumericGreaterThan": compare(NaiveValues.number, policy, request) { $0 > $1 }
        case "NumericGreaterThanEquals": compare(NaiveValues.number, policy, request) { $0 >= $1 }
        case "DateEquals": compare(NaiveValues.date, policy, request) { $0 == $1 }
        case "DateLessThan": compare(NaiveValues.date, policy, request) { $0 < $1 }
        case "DateLessThanEquals": compare(NaiveValues.date, policy, request) { $0 <= $1 }
        case "DateGreaterThan": compare(NaiveValues.date, policy, request) { $0 > $1 }
        case "DateGreaterThanEquals": compare(NaiveValues.date, policy, request) { $0 >= $1 }
        default: false
        }
    }

    /// Whether a request's value is one that the operator can compare at all.
    static func isReadable(_ value: String, _ base: String) -> Bool {
        if base.hasPrefix("Numeric") { return NaiveValues.number(value) != nil }
        if base.hasPrefix("Date") { return NaiveValues.date(value) != nil }
        if base.hasSuffix("IpAddress") { return NaiveValues.address(value) != nil }
        if base.hasPrefix("Arn") { return value.split(separator: ":", omittingEmptySubsequences: false).count >= 6 }
        return true
    }

    private static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    private static func compare(
        _ read: (String) -> Double?, _ policy: NaiveText, _ request: String, _ holds: (Double, Double) -> Bool
    ) -> Bool {
        guard let bound = read(policy.text), let value = read(request) else { return false }
        return holds(value, bound)
    }

    private static func addressMatches(_ range: String, _ address: String) -> Bool {
        guard let range = NaiveValues.range(range), let address = NaiveValues.address(address),
            range.address.count == address.count
        else { return false }
        for bit in 0..<range.prefix {
            let mask = UInt8(128) >> UInt8(bit % 8)
            if range.address[bit / 8] & mask != address[bit / 8] & mask { return false }
        }
        return true
    }

    /// Whether a policy's value with a variable that has no value could match, had it one.
    static func mightMatch(
        _ base: String, _ policy: NaiveText, _ request: String, _ context: any ConditionContext
    ) -> Bool {
        guard policy.mayHaveVariables, policy.pieces(in: context) == nil else { return false }
        return base.hasPrefix("Arn") ? arnMightMatch(policy, request, context) : true
    }

    /// Each of the six components on its own.
    private static func arnMatches(_ pattern: NaiveText, _ arn: String, _ context: any ConditionContext) -> Bool {
        guard pattern.pieces(in: context) != nil else { return false }
        return arnMightMatch(pattern, arn, context)
    }

    /// The same, where a component with a variable that has no value fits all.
    static func arnMightMatch(_ pattern: NaiveText, _ arn: String, _ context: any ConditionContext) -> Bool {
        let components = Array(arn.unicodeScalars).split(
            separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard let patterns = pattern.looseComponents(in: context), patterns.count == 6, components.count == 6 else {
            return false
        }
        for index in 0..<6 where !NaiveText.matches(patterns[index], components[index]) { return false }
        return true
    }
}
