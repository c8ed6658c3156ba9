import AWSJSON

/// One value of a policy's condition, ready to be compared with a request's.
enum ConditionTest: Sendable {
    case text(Pattern)
    /// In lower case.
    case textIgnoringCase(Template)
    case number(Decimal, ConditionOperator.Order)
    /// Milliseconds since 1970.
    case date(Int64, ConditionOperator.Order)
    case bool(Bool)
    case binary([UInt8])
    case address(AddressRange)
    case arn(ARNPattern)

    /// - Throws: `PolicyError.invalidConditionValue` for a value that the operator can't compare.
    init(_ value: String, of operation: ConditionOperator, variables: Bool) throws(PolicyError) {
        func template(wildcards: Bool) throws(PolicyError) -> Template {
            try Template(value, variables: variables, wildcards: wildcards)
        }
        let made: ConditionTest? =
            switch operation.comparison {
            case .stringEquals: .text(Pattern(try template(wildcards: false)))
            case .stringEqualsIgnoreCase: .textIgnoringCase(try template(wildcards: false).lowerCased)
            case .stringLike: .text(Pattern(try template(wildcards: true)))
            case .numeric(let order): Decimal(value).map { .number($0, order) }
            case .date(let order): Moment.milliseconds(value).map { .date($0, order) }
            case .bool, .null: Bool(policyText: value).map { .bool($0) }
            case .binary: Base64.decode(value).map { .binary($0) }
            case .ipAddress: AddressRange(value).map { .address($0) }
            case .arn: ARNPattern(try template(wildcards: true)).map { .arn($0) }
            }
        guard let made else { throw .invalidConditionValue(operator: operation.name, value: value) }
        self = made
    }

    /// - Returns: nil if it can't be said: a variable without a value, or a request's value of another kind.
    func matches(_ value: String, in context: MatchingContext) -> Bool? {
        guard context.spend(value.utf8.count + 1) else { return nil }
        return switch self {
        case .text(let pattern): value.withBytes { pattern.matches($0, in: context) }
        case .textIgnoringCase(let template): Self.matches(template, ignoringCaseOf: value, in: context)
        case .number(let bound, let order): Decimal(value).map { order.holds($0, bound) }
        case .date(let bound, let order): Moment.milliseconds(value).map { order.holds($0, bound) }
        case .bool(let wanted): Bool(policyText: value).map { $0 == wanted }
        case .binary(let wanted): Base64.decode(value).map { $0 == wanted }
        case .address(let range): Address(value).map { range.contains($0) }
        case .arn(let pattern): Self.isARN(value) ? value.withBytes { pattern.matches($0, in: context) } : nil
        }
    }

    private static func isARN(_ text: String) -> Bool {
        text.utf8.starts(with: "arn:".utf8)
            && text.utf8.count { $0 == .colon } >= ARNPattern.fieldCount - 1
    }

    private static func matches(
        _ template: Template, ignoringCaseOf value: String, in context: MatchingContext
    ) -> Bool? {
        guard let tokens = template.resolved(in: context) else { return nil }
        // A variable's value comes with its own case.
        let wanted = String(decoding: tokens.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self).lowercased()
        return wanted.hasSameBytes(as: value.lowercased())
    }
}

extension Template {
    /// For texts without wildcards.
    fileprivate var lowerCased: Template {
        Template(
            parts: parts.map { part in
                guard case .tokens(let tokens) = part else { return part }
                let text = String(decoding: tokens.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
                return .tokens(Glob.tokens(text.lowercased().utf8, wildcards: false))
            })
    }
}

extension Bool {
    /// `true` or `false` in any case.
    init?(policyText text: String) {
        switch text.lowercased() {
        case "true": self = true
        case "false": self = false
        default: return nil
        }
    }
}
