import AWSJSON

/// Reads one statement.
struct StatementParser {
    let kind: PolicyKind
    /// Whether `${…}` is a variable.
    let hasVariables: Bool

    private static let known = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    func parse(_ body: JSONValue, range: TextRange) throws(PolicyError) -> Statement {
        let fields = try Fields(body, of: "Statement", known: Self.known)
        let sid = try sid(fields["Sid"])
        let effect = try effect(fields["Effect"])
        let matcher = StatementMatcher(
            isAllow: effect == .allow, actions: try actions(fields), resources: try resources(fields),
            principals: try principals(fields, effect: effect), conditions: try conditions(fields["Condition"]))
        return Statement(sid: sid, effect: effect, range: range, matcher: matcher)
    }

    /// Identity policies take letters and digits. Key policies take spaces too, and AWS's own have punctuation.
    private func sid(_ value: JSONValue?) throws(PolicyError) -> String? {
        guard let value else { return nil }
        let text = try value.text(of: "Sid")
        let isValid =
            kind == .identity
            ? text.utf8.allSatisfy { $0.isDigit || $0.isLetter }
            : text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard isValid else { throw .invalidSid(text) }
        return text
    }

    private func effect(_ value: JSONValue?) throws(PolicyError) -> Statement.Effect {
        guard let value else { throw .missingField("Effect") }
        let text = try value.text(of: "Effect")
        guard let effect = Statement.Effect(rawValue: text) else { throw .invalidEffect(text) }
        return effect
    }

    /// The member `name`, or the one that negates it; nil without either.
    private func one(
        of name: String, in fields: Fields
    ) throws(PolicyError) -> (value: JSONValue, isNegated: Bool)? {
        switch (fields[name], fields["Not" + name]) {
        case (let value?, nil): (value, false)
        case (nil, let value?): (value, true)
        case (nil, nil): nil
        case (_?, _?): throw .conflictingFields(name, "Not" + name)
        }
    }

    private func actions(_ fields: Fields) throws(PolicyError) -> ActionPatterns {
        guard let (value, isNegated) = try one(of: "Action", in: fields) else { throw .noActions }
        let texts = try value.texts(of: "Action")
        guard !texts.isEmpty else { throw .noActions }
        var globs: [Glob] = []
        for text in texts {
            guard Self.isAction(text) else { throw .invalidAction(text) }
            globs.append(text == "*:*" ? .everything : Glob(wildcards: text.utf8.map(\.lowerCased)))
        }
        return ActionPatterns(isNegated: isNegated, globs: globs)
    }

    /// `*`, or a service's prefix, a colon and a name; wildcards in the name only.
    private static func isAction(_ text: String) -> Bool {
        if text == "*" || text == "*:*" { return true }
        let parts = text.utf8.split(separator: UInt8.colon, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
        let dash = UInt8(ascii: "-")
        return parts[0].allSatisfy { $0.isDigit || $0.isLetter || $0 == dash }
            && parts[1].allSatisfy {
                $0.isDigit || $0.isLetter || [dash, UInt8(ascii: "_"), .star, .questionMark].contains($0)
            }
    }

    private func resources(_ fields: Fields) throws(PolicyError) -> ResourcePatterns? {
        let member = try one(of: "Resource", in: fields)
        if kind == .trust {
            guard let member else { return nil }
            throw .prohibitedField(member.isNegated ? "NotResource" : "Resource")
        }
        guard let member else { throw .noResources }
        let texts = try member.value.texts(of: "Resource")
        guard !texts.isEmpty else { throw .noResources }
        var patterns: [ARNPattern] = []
        for text in texts { patterns.append(try resource(text)) }
        return ResourcePatterns(isNegated: member.isNegated, patterns: patterns)
    }

    /// `*`, or an ARN with wildcards, and with variables after its fifth colon. An ARN that ends early is filled up
    /// with stars (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
    private func resource(_ text: String) throws(PolicyError) -> ARNPattern {
        if text == "*" { return .everything }
        guard text.utf8.starts(with: "arn:".utf8) else { throw .invalidResource(text) }
        var fields = try Template(text, variables: hasVariables, wildcards: true).fields(limit: ARNPattern.fieldCount)
        while fields.count < ARNPattern.fieldCount { fields.append(Template(parts: [.tokens([Glob.anyText])])) }
        guard !fields.dropLast().contains(where: \.hasVariables) else { throw .invalidResource(text) }
        return .fields(fields.map { Pattern($0) })
    }

    private func conditions(_ value: JSONValue?) throws(PolicyError) -> [Condition] {
        guard let value else { return [] }
        var conditions: [Condition] = []
        for block in try Fields(value, of: "Condition", known: nil).all {
            guard let operation = ConditionOperator(block.name) else { throw .unknownOperator(block.name) }
            let keys = try Fields(block.value, of: "Condition", known: nil).all
            guard !keys.isEmpty else { throw .wrongType(element: "Condition") }
            for key in keys { conditions.append(try condition(operation, key)) }
        }
        return conditions
    }

    private func condition(
        _ operation: ConditionOperator, _ member: JSONValue.Member
    ) throws(PolicyError) -> Condition {
        let colon = member.name.utf8.firstIndex(of: UInt8.colon)
        guard let colon, colon != member.name.utf8.startIndex, member.name.utf8.last != .colon else {
            throw .invalidConditionKey(member.name)
        }
        let values = try member.value.conditionValues()
        guard !values.isEmpty else { throw .invalidConditionValue(operator: operation.name, value: "[]") }
        var tests: [ConditionTest] = []
        for value in values {
            tests.append(
                try ConditionTest(value, of: operation, variables: hasVariables && operation.takesVariables))
        }
        return Condition(
            operation: operation, key: ConditionKey(member.name), keyText: member.name, tests: tests)
    }
}

extension StatementParser {
    private static let principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"]

    private func principals(_ fields: Fields, effect: Statement.Effect) throws(PolicyError) -> Principals? {
        let member = try one(of: "Principal", in: fields)
        if kind == .identity {
            guard member == nil else { throw .principalInIdentityPolicy }
            return nil
        }
        guard let (value, isNegated) = member else { throw .missingField("Principal") }
        if isNegated, effect == .allow { throw .notPrincipalWithAllow }
        return Principals(isNegated: isNegated, patterns: try patterns(value))
    }

    private func patterns(_ value: JSONValue) throws(PolicyError) -> [PrincipalPattern] {
        if let text = value.string {
            guard text == "*" else { throw .invalidPrincipal(type: "AWS", value: text) }
            return [.everyone]
        }
        var patterns: [PrincipalPattern] = []
        for member in try Fields(value, of: "Principal", known: Self.principalTypes).all {
            for text in try member.value.texts(of: "Principal") {
                patterns.append(try PrincipalPattern(text, type: member.name))
            }
        }
        guard !patterns.isEmpty else { throw .missingField("Principal") }
        return patterns
    }
}
