/// A JSON text as a tree, for what has no type of its own. Order, repeated names and the numbers' texts are kept, and
/// two values are equal if they agree in these too. Equality takes Swift's view of strings: canonically equivalent ones
/// are the same; look-up compares code points, as AWS does.
public enum JSONValue: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    case number(JSONNumber)
    case bool(Bool)
    case null

    /// - Parameters:
    ///   - bytes: one value, with nothing but white space around it.
    ///   - depthMax: how many containers may be inside each other.
    /// - Throws: `JSONError` for anything but one whole JSON value.
    public init(parsing bytes: [UInt8], depthMax: Int = 64) throws(JSONError) {
        var reader = JSONReader(bytes, depthMax: depthMax)
        self = try reader.readValue()
        try reader.finish()
    }

    public static func int(_ value: Int64) -> JSONValue { .number(JSONNumber(value)) }

    /// A member's value, the last one's if there are several of the name; nil if there is none or this is no object.
    public subscript(_ name: String) -> JSONValue? {
        members?.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
    public var int64: Int64? { number?.int64 }
    public var double: Double? { number?.double }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var isNull: Bool { self == .null }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.name(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string(let text): writer.string(text)
        case .number(let number): writer.number(number)
        case .bool(let value): writer.bool(value)
        case .null: writer.null()
        }
    }

    /// The text in UTF-8, without white space.
    public var encoded: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension JSONReader {
    /// Reads the next value, whatever it is.
    public mutating func readValue() throws(JSONError) -> JSONValue {
        switch try nextKind() {
        case .object: .object(try readMembers())
        case .array: .array(try readElements())
        case .string: .string(try readString())
        case .number: .number(try readNumber())
        case .bool: .bool(try readBool())
        case .null: try readNullValue()
        }
    }

    private mutating func readMembers() throws(JSONError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        try beginObject()
        while let name = try nextMember() { members.append(JSONValue.Member(name, try readValue())) }
        return members
    }

    private mutating func readElements() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try beginArray()
        while try nextElement() { elements.append(try readValue()) }
        return elements
    }

    private mutating func readNullValue() throws(JSONError) -> JSONValue {
        _ = try readNull()
        return .null
    }
}
