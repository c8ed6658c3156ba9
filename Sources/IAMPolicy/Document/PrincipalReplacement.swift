import AWSJSON

extension PolicyDocument {
    /// A policy's text with other names for some of its principals, without its white space if any is replaced: users and
    /// roles that were deleted show as their unique ids
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#Principal_specifying).
    /// `replacements`: what stands in the text → what is to stand there.
    public static func text(_ text: String, replacingPrincipals replacements: [String: String]) -> String {
        guard !replacements.isEmpty, let json = try? JSONValue(parsing: Array(text.utf8)) else { return text }
        return String(decoding: json.replacingPrincipals(replacements).encoded, as: UTF8.self)
    }
}

extension JSONValue {
    /// In all statements' `Principal` and `NotPrincipal`.
    fileprivate func replacingPrincipals(_ replacements: [String: String]) -> JSONValue {
        mappingMembers { name, value in
            guard name == "Statement" else { return value }
            return value.mappingElements { statement in
                statement.mappingMembers { name, value in
                    guard name == "Principal" || name == "NotPrincipal" else { return value }
                    return value.mappingMembers { _, names in names.mappingStrings { replacements[$0] ?? $0 } }
                }
            }
        }
    }

    private func mappingMembers(_ change: (String, JSONValue) -> JSONValue) -> JSONValue {
        guard let members else { return self }
        return .object(members.map { .init($0.name, change($0.name, $0.value)) })
    }

    /// A single value is like a list of one.
    private func mappingElements(_ change: (JSONValue) -> JSONValue) -> JSONValue {
        elements.map { .array($0.map(change)) } ?? change(self)
    }

    private func mappingStrings(_ change: (String) -> String) -> JSONValue {
        if let string { return .string(change(string)) }
        return elements.map { .array($0.map { $0.mappingStrings(change) }) } ?? self
    }
}
