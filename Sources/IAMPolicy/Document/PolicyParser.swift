import AWSJSON

/// Reads a policy's JSON, element by element.
struct PolicyParser {
    struct Parsed {
        var version: PolicyDocument.Version
        var id: String?
        var statements: [Statement]
    }

    /// The deepest policy has a condition's value in a list: document, statements, statement, conditions, operator, list.
    private static let depthMax = 8

    private let bytes: [UInt8]
    private let kind: PolicyKind

    /// - Throws: `PolicyError.tooLong`.
    init(_ text: String, kind: PolicyKind) throws(PolicyError) {
        guard text.utf8.count <= PolicyDocument.bytesMax else { throw .tooLong }
        bytes = text.bytes
        self.kind = kind
    }

    func parse() throws(PolicyError) -> Parsed {
        let document = try Fields(tree(), of: "policy", known: ["Version", "Id", "Statement"])
        let version = try version(document["Version"])
        let id = try document["Id"].map { id throws(PolicyError) in try id.text(of: "Id") }
        guard let block = document["Statement"] else { throw .missingField("Statement") }
        let bodies = block.elements ?? [block]
        guard !bodies.isEmpty else { throw .noStatements }
        let ranges = StatementRanges(bytes).ranges(member: document.position(of: "Statement"))
        guard ranges.count == bodies.count else { throw .wrongType(element: "Statement") }
        var statements: [Statement] = []
        for (body, range) in zip(bodies, ranges) {
            let parser = StatementParser(kind: kind, hasVariables: version == .v2012)
            statements.append(try parser.parse(body, range: range))
        }
        try checkSids(statements)
        return Parsed(version: version, id: id, statements: statements)
    }

    private func tree() throws(PolicyError) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes, depthMax: Self.depthMax)
        } catch {
            throw .notJSON(offset: error.offset)
        }
    }

    private func version(_ value: JSONValue?) throws(PolicyError) -> PolicyDocument.Version {
        guard let value else { return .v2008 }
        let text = try value.text(of: "Version")
        guard let version = PolicyDocument.Version(rawValue: text) else { throw .invalidVersion(text) }
        return version
    }

    private func checkSids(_ statements: [Statement]) throws(PolicyError) {
        var seen: Set<[UInt8]> = []
        for sid in statements.compactMap(\.sid) where !sid.isEmpty {
            guard seen.insert(sid.bytes).inserted else { throw .duplicateSid(sid) }
        }
    }
}

/// The members of an object, of which each may stand there once.
struct Fields {
    private let members: [JSONValue.Member]

    /// `known`: the names that may stand there; nil for any.
    init(_ value: JSONValue, of element: String, known: [String]?) throws(PolicyError) {
        guard let members = value.members else { throw .wrongType(element: element) }
        var seen: Set<[UInt8]> = []
        for member in members {
            guard seen.insert(member.name.bytes).inserted else { throw .duplicateField(member.name) }
            if let known, !known.contains(where: { $0.hasSameBytes(as: member.name) }) {
                throw .unknownField(member.name)
            }
        }
        self.members = members
    }

    subscript(_ name: String) -> JSONValue? { members.first { $0.name.hasSameBytes(as: name) }?.value }

    func position(of name: String) -> Int? { members.firstIndex { $0.name.hasSameBytes(as: name) } }

    var all: [JSONValue.Member] { members }
}

extension JSONValue {
    func text(of element: String) throws(PolicyError) -> String {
        guard let string else { throw .wrongType(element: element) }
        return string
    }

    /// A string, or a list of strings.
    func texts(of element: String) throws(PolicyError) -> [String] {
        if let string { return [string] }
        guard let elements else { throw .wrongType(element: element) }
        var texts: [String] = []
        for value in elements { texts.append(try value.text(of: element)) }
        return texts
    }

    /// Strings, numbers and booleans, one or a list, as texts.
    func conditionValues() throws(PolicyError) -> [String] {
        var texts: [String] = []
        for value in elements ?? [self] {
            switch value {
            case .string(let text): texts.append(text)
            case .number(let number): texts.append(number.text)
            case .bool(let value): texts.append(value ? "true" : "false")
            case .object, .array, .null: throw .wrongType(element: "Condition")
            }
        }
        return texts
    }
}

extension JSONError {
    fileprivate var offset: Int {
        switch self {
        case .malformed(let offset), .invalidUTF8(let offset), .wrongType(_, _, let offset), .tooDeep(let offset),
            .numberOutOfRange(let offset), .fractionalNumber(let offset), .invalidBase64(let offset):
            offset
        }
    }
}
