import AWSJSON
import IAMModel

/// Session tags and a source identity in a token
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp).
extension WebIdentityClaims {
    private static let prefix = "https://aws.amazon.com/"

    /// From one claim that holds them all, or, for identity providers that can't nest claims, from one for each.
    func tags() throws(STSFailure) -> SessionTags {
        var tags: [IAMTag] = []
        var keys: [String] = []
        for member in json.members ?? [] {
            guard let name = member.name.after(Self.prefix + "tags") else { continue }
            if name.isEmpty {
                tags += try Self.tags(in: member.value["principal_tags"])
                keys += try Self.keys(in: member.value["transitive_tag_keys"])
            } else if let key = name.after("/principal_tags/") {
                tags.append(IAMTag(key: key, value: try Self.value(member.value)))
            } else if name == "/transitive_tag_keys" {
                keys += try Self.keys(in: member.value)
            }
        }
        for tag in tags {
            guard Self.isAllowed(tag.key, 1...SessionLimits.tagKeyCharactersMax),
                Self.isAllowed(tag.value, 0...SessionLimits.tagValueCharactersMax)
            else { throw Self.rejected("a session tag with characters, or a length, that are not allowed") }
        }
        return try SessionTags(tags, transitiveKeys: keys)
    }

    func sourceIdentity() throws(STSFailure) -> String? {
        guard let claim = json[Self.prefix + "source_identity"] else { return nil }
        guard let text = claim.string, (2...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isOfSessionName),
            !text.lowercased().hasPrefix("aws:")
        else { throw Self.rejected("a source identity that is not allowed") }
        return text
    }

    private static func tags(in json: JSONValue?) throws(STSFailure) -> [IAMTag] {
        guard let json else { return [] }
        guard let members = json.members else { throw rejected("principal_tags that are no object") }
        var tags: [IAMTag] = []
        for member in members { tags.append(IAMTag(key: member.name, value: try value(member.value))) }
        return tags
    }

    /// A text, or a list with one: session tags have one value.
    private static func value(_ json: JSONValue) throws(STSFailure) -> String {
        if let text = json.string { return text }
        guard let texts = json.strings, texts.count == 1 else { throw rejected("a session tag without one value") }
        return texts[0]
    }

    private static func keys(in json: JSONValue?) throws(STSFailure) -> [String] {
        guard let json else { return [] }
        if let text = json.string { return [text] }
        guard let keys = json.strings else { throw rejected("transitive_tag_keys that are no list") }
        return keys
    }

    /// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`
    private static func isAllowed(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf16.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
                    true
                default: "_.:/=+-@".unicodeScalars.contains(scalar)
                }
            }
    }

    private static func rejected(_ what: String) -> STSFailure {
        .sts(.idpRejectedClaim, "The identity provider's token has \(what).")
    }
}

extension String {
    /// - Returns: nil if it does not begin with the prefix.
    fileprivate func after(_ prefix: String) -> String? {
        guard utf8.starts(with: prefix.utf8) else { return nil }
        return String(utf8.dropFirst(prefix.utf8.count))
    }
}

extension UInt8 {
    /// `[\w+=,.@-]`
    fileprivate var isOfSessionName: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "_+=,.@-".utf8.contains(self)
        }
    }
}
