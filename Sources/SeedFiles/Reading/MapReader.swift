import AWSJSON

/// A map of a seed file, whose members are taken one by one. What nobody took is unknown.
struct MapReader {
    let value: YAMLValue
    let path: String
    let findings: FindingList
    private let members: [YAMLValue.Member]
    private var known: [String] = []

    /// - Returns: nil if the value is no map, which is then a finding.
    init?(_ value: YAMLValue, _ path: String, _ findings: FindingList) {
        guard case .map(let members) = value.content else {
            findings.report(value, path, "it must be a map, a line 'Name: value' for each member")
            return nil
        }
        self.value = value
        self.path = path
        self.findings = findings
        self.members = members
    }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// - Returns: nil if it is missing or null.
    mutating func take(_ name: String) -> YAMLValue? {
        if !known.contains(name) { known.append(name) }
        guard let found = members.first(where: { $0.name == name })?.value, !found.isNull else { return nil }
        return found
    }

    mutating func text(_ name: String) -> String? {
        guard let value = take(name) else { return nil }
        guard case .text(let text, _) = value.content else {
            findings.report(value, path(of: name), "it must be a text")
            return nil
        }
        return text
    }

    mutating func requiredText(_ name: String) -> String? {
        let before = findings.all.count
        let text = text(name)
        if text == nil, findings.all.count == before {
            findings.report(value, path(of: name), "it is missing")
        }
        return text
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let value = take(name) else { return nil }
        if case .text(let text, _) = value.content {
            switch text.lowercased() {
            case "true": return true
            case "false": return false
            default: break
            }
        }
        findings.report(value, path(of: name), "it must be true or false")
        return nil
    }

    mutating func int(_ name: String) -> Int? {
        guard let value = take(name) else { return nil }
        if case .text(let text, _) = value.content, let number = Int32(text) { return Int(number) }
        findings.report(value, path(of: name), "it must be a whole number")
        return nil
    }

    /// - Returns: nil if it is missing, null or no list.
    mutating func list(_ name: String) -> [(value: YAMLValue, path: String)]? {
        guard let value = take(name) else { return nil }
        guard case .list(let elements) = value.content else {
            findings.report(value, path(of: name), "it must be a list, with '- ' before each element")
            return nil
        }
        guard elements.count <= Self.elementsMax else {
            findings.report(value, path(of: name), "a list has at most \(Self.elementsMax) elements")
            return nil
        }
        return elements.enumerated().map { ($1, "\(path(of: name))[\($0)]") }
    }

    mutating func texts(_ name: String) -> [String]? {
        guard let elements = list(name) else { return nil }
        return elements.compactMap { value, path in
            if case .text(let text, _) = value.content { return text }
            findings.report(value, path, "it must be a text")
            return nil
        }
    }

    /// A policy: as a text in JSON, which stays as it is, or as a map.
    mutating func policy(_ name: String) -> String? {
        guard let value = take(name) else { return nil }
        switch value.content {
        case .text(let text, _): return text
        case .map: return String(decoding: value.json.encoded, as: UTF8.self)
        case .list:
            findings.report(value, path(of: name), "a policy is a map, or a text in JSON")
            return nil
        }
    }

    /// Every member must have been asked for by now.
    func finish() {
        for member in members where !known.contains(member.name) {
            findings.report(
                line: member.line, path,
                "there is no member \(shownName(member.name)); there are \(known.joined(separator: ", "))")
        }
    }

    static let elementsMax = 1000
}

extension YAMLValue {
    /// Policies compare texts: numbers and truth values are written as such.
    fileprivate var json: JSONValue {
        if isNull { return .null }
        switch content {
        case .text(let text, _): return .string(text)
        case .list(let elements): return .array(elements.map(\.json))
        case .map(let members): return .object(members.map { JSONValue.Member($0.name, $0.value.json) })
        }
    }

    /// What stands in it under members and positions, and how far they lead.
    func found(at path: [String]) -> (value: YAMLValue, path: String) {
        var (value, shown) = (self, "")
        for part in path {
            switch value.content {
            case .map(let members):
                guard let member = members.first(where: { $0.name == part }) else { return (value, shown) }
                value = member.value
                shown += ".\(part)"
            case .list(let elements):
                guard let index = Int(part), elements.indices.contains(index) else { return (value, shown) }
                value = elements[index]
                shown += "[\(index)]"
            case .text: return (value, shown)
            }
        }
        return (value, shown)
    }
}
