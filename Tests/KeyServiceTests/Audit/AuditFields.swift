import AWSJSON
import AuditTrail
import KMSModel
import Testing

/// The fields of a record, each with its part of the record and its type.
struct AuditFields: Equatable {
    var fields: Set<String>

    init(_ fields: Set<String>) { self.fields = fields }

    init(_ details: AuditDetails) throws {
        fields = []
        try add("?", details.requestParameters)
        try add("=", details.responseElements)
        try add("+", details.additionalEventData)
    }

    private mutating func add(_ part: String, _ bytes: [UInt8]?) throws {
        guard let bytes else { return }
        add(part, "", try JSONValue(parsing: bytes))
    }

    private mutating func add(_ part: String, _ path: String, _ value: JSONValue) {
        if let members = value.members {
            let isChosen = Self.maps.contains { path.hasSuffix($0) }
            for member in members {
                let name = isChosen ? "*" : member.name
                add(part, path.isEmpty ? name : "\(path).\(name)", member.value)
            }
        } else if let elements = value.elements {
            for element in elements { add(part, "\(path)[]", element) }
        } else {
            fields.insert("\(part) \(path) \(Self.type(of: value))")
        }
    }

    private static let maps = ["ncryptionContext", "encryptionContextSubset", "encryptionContextEquals"]

    private static func type(of value: JSONValue) -> String {
        if value.string != nil { return "string" }
        if value.bool != nil { return "bool" }
        return value.double == nil ? "null" : "number"
    }
}

/// One of AWS's examples.
struct AuditExample: Sendable, CustomTestStringConvertible {
    var operation: KMSOperation
    var isReadOnly: Bool
    /// `key` or `alias`, in order.
    var resources: [String]
    var fields: Set<String> = []
    /// Without their part of the record.
    var later: Set<String> = []

    var testDescription: String { operation.rawValue }

    static let all: [AuditExample] = auditExamples.split(separator: "\n").reduce(into: []) { examples, line in
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "?", "=", "+": examples[examples.count - 1].fields.insert(words.joined(separator: " "))
        case "~": examples[examples.count - 1].later.insert(words.dropFirst().joined(separator: " "))
        case "-", nil: break
        case let name?:
            guard let operation = KMSOperation(rawValue: name) else { return }
            examples.append(
                AuditExample(
                    operation: operation, isReadOnly: words[2] == "readOnly", resources: Array(words.dropFirst(3))))
        }
    }
}
