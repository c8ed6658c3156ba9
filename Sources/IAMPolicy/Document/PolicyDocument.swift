/// A policy document, parsed once
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
public struct PolicyDocument: Sendable {
    public enum Version: String, Hashable, Sendable {
        /// Also that of a policy that names none. `${…}` is text like any other.
        case v2008 = "2008-10-17"
        /// With policy variables.
        case v2012 = "2012-10-17"
    }

    /// In UTF-8. The largest policy that AWS takes anywhere here is a key policy of 32,768 bytes.
    public static let bytesMax = 65_536

    public let kind: PolicyKind
    public let version: Version
    public let id: String?
    public let statements: [Statement]
    /// ARNs of users, roles, sessions and federated users, and unique ids, that `Principal` and `NotPrincipal` name, each
    /// once, as written.
    public let namedPrincipals: [String]
    /// The condition keys and policy variables that it mentions, each once, as first written.
    public let contextKeys: [String]

    /// - Parameters:
    ///   - text: JSON of at most `bytesMax` bytes.
    ///   - kind: decides which elements a statement must and must not have.
    /// - Throws: `PolicyError` for the first thing that is wrong.
    public init(parsing text: String, as kind: PolicyKind) throws(PolicyError) {
        let parsed = try PolicyParser(text, kind: kind).parse()
        self.kind = kind
        version = parsed.version
        id = parsed.id
        statements = parsed.statements
        namedPrincipals = Self.eachOnce(
            statements.flatMap { $0.matcher.principals?.patterns ?? [] }.compactMap(\.name)
        ) { Array($0.utf8) }
        contextKeys = Self.eachOnce(statements.flatMap { $0.matcher.contextKeys }) { ConditionKey($0) }
    }

    /// The condition keys under `ForAllValues`, as written. A key that has one value at most does not belong there: the
    /// condition holds without it.
    public var keysUnderForAllValues: [String] {
        statements.flatMap(\.matcher.conditions).filter { $0.operation.quantifier == .allValues }.map(\.keyText)
    }

    private static func eachOnce<Identity: Hashable>(
        _ texts: [String], by identity: (String) -> Identity
    ) -> [String] {
        var seen: Set<Identity> = []
        return texts.filter { seen.insert(identity($0)).inserted }
    }
}

extension StatementMatcher {
    /// As written, with repetitions.
    fileprivate var contextKeys: [String] {
        (resources?.patterns.flatMap(\.templates) ?? []).flatMap(\.variables)
            + conditions.flatMap { [$0.keyText] + $0.tests.flatMap(\.templates).flatMap(\.variables) }
    }
}

extension Template {
    fileprivate var variables: [String] {
        parts.compactMap { if case .variable(_, let text, _) = $0 { text } else { nil } }
    }
}

extension Pattern {
    fileprivate var templates: [Template] { if case .variable(let template) = self { [template] } else { [] } }
}

extension ARNPattern {
    fileprivate var templates: [Template] {
        switch self {
        case .everything: []
        case .fields(let patterns): patterns.flatMap(\.templates)
        case .whole(let template): [template]
        }
    }
}

extension ConditionTest {
    fileprivate var templates: [Template] {
        switch self {
        case .text(let pattern): pattern.templates
        case .textIgnoringCase(let template): [template]
        case .arn(let pattern): pattern.templates
        case .number, .date, .bool, .binary, .address: []
        }
    }
}
