import Yams

/// Reads one YAML document. Whatever the text is, it takes time and memory in proportion to its length and the limits.
enum YAMLDocument {
    /// - Throws: `YAMLRefusal` for what is no YAML, for more than one document, for a member twice, and beyond the limits.
    static func read(_ text: String, _ limits: YAMLLimits) throws(YAMLRefusal) -> YAMLValue {
        try AliasGuard.check(text)
        guard let root = try compose(text) else { throw YAMLRefusal(message: "the file is empty") }
        var reader = NodeReader(left: limits.values, depthMax: limits.depth)
        return try reader.value(root, depth: 0)
    }

    private static func compose(_ text: String) throws(YAMLRefusal) -> Node? {
        do {
            // Without rules by which texts are numbers or dates.
            return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw YAMLRefusal(error)
        } catch {
            throw YAMLRefusal(message: "it is not YAML")
        }
    }
}

/// Takes a document's nodes over. A node that is named and used again is in memory once, but may stand for very many:
/// all are counted.
private struct NodeReader {
    var left: Int
    let depthMax: Int

    mutating func value(_ node: Node, depth: Int) throws(YAMLRefusal) -> YAMLValue {
        let line = node.mark?.line
        left -= 1
        guard left >= 0 else { throw YAMLRefusal(line: line, message: "the document holds too many values") }
        guard depth <= depthMax else {
            throw YAMLRefusal(line: line, message: "more than \(depthMax) lists and maps are inside each other")
        }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain && scalar.style != .any
            return YAMLValue(line: line, content: .text(scalar.string, isQuoted: isQuoted))
        case .sequence(let sequence):
            var list: [YAMLValue] = []
            for element in sequence { list.append(try value(element, depth: depth + 1)) }
            return YAMLValue(line: line, content: .list(list))
        case .mapping(let mapping):
            var members: [YAMLValue.Member] = []
            for (name, element) in mapping { members.append(try member(name, element, depth: depth + 1)) }
            return YAMLValue(line: line, content: .map(members))
        case .alias: throw YAMLRefusal(line: line, message: "an alias of nothing")
        }
    }

    private mutating func member(
        _ name: Node, _ element: Node, depth: Int
    ) throws(YAMLRefusal) -> YAMLValue.Member {
        guard case .scalar(let text) = name else {
            throw YAMLRefusal(line: name.mark?.line, message: "a member's name is a text, no list and no map")
        }
        let value = try value(element, depth: depth)
        return YAMLValue.Member(name: text.string, line: name.mark?.line, value: value)
    }
}

extension YAMLRefusal {
    /// Without the line itself, which the library would show: it may hold key material.
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(line: mark.line, message: "it is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let shown = names.sorted().map(shownName).joined(separator: ", ")
            self.init(line: context.mark.line, message: "a member is there twice: \(shown)")
        case .reader(let problem, _, _, _): self.init(message: "it is not YAML: \(problem)")
        default: self.init(message: "it is not YAML")
        }
    }
}
