import AWSJSON

extension JSONValue {
    /// A member that is not known is a sign of a newer release, which may have taken rights away with it.
    func hasNoMembers(besides known: Set<String>) -> Bool { members?.allSatisfy { known.contains($0.name) } == true }

    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// Nil if this is no list of nothing but strings.
    var strings: [String]? {
        guard let elements else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts : nil
    }

    /// Nil if this is no list of nothing but pairs of strings.
    var pairs: [(String, String)]? {
        guard let elements else { return nil }
        let pairs = elements.compactMap { element -> (String, String)? in
            guard let texts = element.strings, texts.count == 2 else { return nil }
            return (texts[0], texts[1])
        }
        return pairs.count == elements.count ? pairs : nil
    }

    /// A member that may be absent: `.some(nil)` if it is, nil if it is there and can't be decoded.
    func optional<Value>(_ name: String, _ decode: (JSONValue) -> Value?) -> Value?? {
        guard let json = self[name] else { return .some(nil) }
        guard let value = decode(json) else { return nil }
        return .some(value)
    }
}
