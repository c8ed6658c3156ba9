import ServiceModel

/// The parameters of one structure: of a whole request, or those that begin with a prefix such as `Tags.member.2.`
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
public struct QueryReader: Sendable {
    private let parameters: QueryParameters
    private let prefix: [UInt8]

    /// The last position that a list's element may have.
    public static let positionMax = 1000

    init(_ parameters: QueryParameters) throws(QueryError) {
        guard !parameters.isTruncated else {
            throw .malformed("A request can have at most \(QueryParameters.countMax) parameters.")
        }
        self.init(parameters, prefix: [])
    }

    private init(_ parameters: QueryParameters, prefix: [UInt8]) {
        self.parameters = parameters
        self.prefix = prefix
    }

    // Members. One that is not there is nil.

    func text(_ name: String) -> String? { parameters.first(named: path(name))?.text }

    func int(_ name: String) throws(QueryError) -> Int? {
        guard let text = text(name) else { return nil }
        guard text.utf8.first != UInt8(ascii: "+"), let number = Int32(text) else {
            throw .malformed("The value of \(shown(name)) is not an integer.")
        }
        return Int(number)
    }

    func bool(_ name: String) throws(QueryError) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw .malformed("The value of \(shown(name)) is neither true nor false.")
        }
    }

    func texts(_ name: String) throws(QueryError) -> [String]? {
        guard let elements = try elements(of: name) else { return nil }
        var texts: [String] = []
        for element in elements {
            guard let text = parameters.first(named: element)?.text else {
                throw .malformed("The elements of \(shown(name)) are text.")
            }
            texts.append(text)
        }
        return texts
    }

    func structure<T: QueryStructure>(_ name: String, _ type: T.Type) throws(QueryError) -> Draft<T>? {
        let path = path(name)
        guard parameters.hasEntries(under: path + [Self.point]) else { return nil }
        return try T.draft(from: QueryReader(parameters, prefix: path + [Self.point]))
    }

    func structures<T: QueryStructure>(_ name: String, _ type: T.Type) throws(QueryError) -> Draft<[T]>? {
        guard let elements = try elements(of: name) else { return nil }
        var values: [T] = []
        var violations = Violations()
        for (index, element) in elements.enumerated() {
            let draft = try T.draft(from: QueryReader(parameters, prefix: element + [Self.point]))
            if !draft.violations.isEmpty { violations.append(draft.violations, under: "\(index + 1).member") }
            if let value = draft.value { values.append(value) }
        }
        return Draft(values, violations)
    }

    // Lists.

    /// The names under which a list's elements stand, in the order of their positions. Positions that are left out do
    /// not count.
    private func elements(of name: String) throws(QueryError) -> [[UInt8]]? {
        let list = path(name)
        let under = list + Array(".member.".utf8)
        var positions: Set<Int> = []
        for entry in parameters.entries(under: under) {
            let digits = entry.name.dropFirst(under.count).prefix { $0 != Self.point }
            guard let position = Self.position(digits) else {
                throw .malformed("A list's positions are numbers from 1 to \(Self.positionMax): \(shown(name))")
            }
            positions.insert(position)
        }
        if positions.isEmpty {
            guard let text = text(name) else { return nil }
            guard text.isEmpty else { throw .malformed("The value of \(shown(name)) is not a list.") }
        }
        return positions.sorted().map { under + Array(String($0).utf8) }
    }

    /// A number from 1 without leading zeros, so that an element has one name.
    private static func position(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(digits.count), digits.consists(of: .digits), digits.first != UInt8(ascii: "0"),
            let position = Int(String(decoding: digits, as: UTF8.self)), position <= positionMax
        else { return nil }
        return position
    }

    private func path(_ name: String) -> [UInt8] { prefix + Array(name.utf8) }

    private func shown(_ name: String) -> String { String(decoding: path(name), as: UTF8.self) }

    private static let point = UInt8(ascii: ".")
}
