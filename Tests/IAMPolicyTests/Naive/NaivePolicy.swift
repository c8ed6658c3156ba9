import AWSJSON
import IAMPolicy

/// A policy as the naive evaluator reads it: the members of its JSON text, looked up once, and nothing else prepared
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
struct NaivePolicy: Sendable {
    var text: String
    var statements: [NaiveStatement]

    /// - Returns: nil for a text that the grammar does not have.
    init?(_ text: String) {
        guard let json = try? JSONValue(parsing: Array(text.utf8)), json.members != nil else { return nil }
        let version = json["Version"]?.string ?? "2008-10-17"
        guard version == "2012-10-17" || version == "2008-10-17" else { return nil }
        guard let written = json["Statement"] else { return nil }
        self.text = text
        statements = []
        for member in written.elements ?? [written] {
            guard let statement = NaiveStatement(member, hasVariables: version == "2012-10-17") else { return nil }
            statements.append(statement)
        }
    }
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
struct NaiveList: Sendable {
    var isExclusion: Bool
    var patterns: [NaiveText]
}

struct NaiveStatement: Sendable {
    var isAllow: Bool
    var sid: String?
    var actions: NaiveList
    /// Nil in a trust policy.
    var resources: NaiveList?
    /// Nil in an identity policy.
    var principals: NaivePrincipals?
    var conditions: [NaiveCondition]

    init?(_ json: JSONValue, hasVariables: Bool) {
        guard let effect = json["Effect"]?.string, effect == "Allow" || effect == "Deny" else { return nil }
        isAllow = effect == "Allow"
        sid = json["Sid"]?.string
        // The names of actions are the same in any case.
        guard let actions = Self.list(json, "Action", hasVariables: false, isLowercased: true) else { return nil }
        self.actions = actions
        resources = Self.list(json, "Resource", hasVariables: hasVariables, isLowercased: false)
        if resources == nil, json["Resource"] != nil || json["NotResource"] != nil { return nil }
        if json["Principal"] != nil || json["NotPrincipal"] != nil {
            guard let principals = NaivePrincipals(json) else { return nil }
            self.principals = principals
        }
        conditions = []
        guard let written = json["Condition"] else { return }
        guard let conditions = NaiveCondition.all(in: written, hasVariables: hasVariables) else { return nil }
        self.conditions = conditions
    }

    private static func list(
        _ json: JSONValue, _ name: String, hasVariables: Bool, isLowercased: Bool
    ) -> NaiveList? {
        let plain = json[name]
        let exclusion = json["Not" + name]
        guard (plain == nil) != (exclusion == nil), let value = plain ?? exclusion else { return nil }
        var patterns: [NaiveText] = []
        for element in value.elements ?? [value] {
            guard let text = element.string else { return nil }
            patterns.append(NaiveText(isLowercased ? text.lowercased() : text, hasVariables: hasVariables))
        }
        return NaiveList(isExclusion: exclusion != nil, patterns: patterns)
    }
}
