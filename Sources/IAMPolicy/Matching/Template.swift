/// A text of a policy that may have wildcards and variables in it
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
struct Template: Sendable {
    enum Part: Sendable {
        case tokens([Glob.Token])
        case variable(ConditionKey, text: String, byDefault: [UInt8]?)
    }

    let parts: [Part]

    /// - Parameters:
    ///   - text: as the policy has it.
    ///   - variables: whether `${…}` is a variable, as from version 2012-10-17 on.
    ///   - wildcards: whether `*` and `?` are wildcards.
    /// - Throws: `PolicyError.invalidVariable`.
    init(_ text: String, variables: Bool, wildcards: Bool) throws(PolicyError) {
        guard variables, text.utf8.contains(UInt8(ascii: "$")) else {
            parts = [.tokens(Glob.tokens(text.utf8, wildcards: wildcards))]
            return
        }
        var scanner = VariableScanner(text, wildcards: wildcards)
        parts = try scanner.scan()
    }

    init(parts: [Part]) { self.parts = parts }

    var hasVariables: Bool {
        parts.contains { if case .variable = $0 { true } else { false } }
    }

    /// The pattern, if it has no variables.
    var fixed: Glob? { hasVariables ? nil : Glob(fixedTokens) }

    private var fixedTokens: [Glob.Token] {
        parts.flatMap { part -> [Glob.Token] in if case .tokens(let tokens) = part { tokens } else { [] } }
    }

    /// With the values of its variables, in which `*` and `?` stand for themselves; nil if the context lacks one of
    /// them and the policy has no default, or if it has several values.
    func resolved(in context: MatchingContext) -> [Glob.Token]? {
        var tokens: [Glob.Token] = []
        for part in parts {
            switch part {
            case .tokens(let own): tokens += own
            case .variable(let key, _, let byDefault):
                if case .one(let value) = context.values(of: key) {
                    tokens += Glob.tokens(value.utf8, wildcards: false)
                } else if let byDefault {
                    tokens += Glob.tokens(byDefault, wildcards: false)
                } else {
                    return nil
                }
            }
        }
        return tokens
    }

    /// Split at the first `limit - 1` colons that stand in the policy itself.
    func fields(limit: Int) -> [Template] {
        var fields: [[Part]] = [[]]
        for part in parts {
            guard case .tokens(let tokens) = part else {
                fields[fields.count - 1].append(part)
                continue
            }
            let room = limit - fields.count
            let pieces = tokens.split(
                separator: Glob.Token(UInt8.colon), maxSplits: room, omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if index > 0 { fields.append([]) }
                fields[fields.count - 1].append(.tokens(Array(piece)))
            }
        }
        return fields.map { Template(parts: $0) }
    }
}

/// A template as it is compared: made once if it has no variables.
enum Pattern: Sendable {
    case fixed(Glob)
    case variable(Template)

    init(_ template: Template) {
        self = template.fixed.map(Pattern.fixed) ?? .variable(template)
    }

    /// - Returns: nil if a variable has no value.
    func matches(_ text: Span<UInt8>, in context: MatchingContext) -> Bool? {
        switch self {
        case .fixed(let glob): return glob.matches(text, in: context)
        case .variable(let template):
            guard let tokens = template.resolved(in: context), context.spend(tokens.count) else { return nil }
            return Glob.matches(tokens.span, text, in: context)
        }
    }
}
