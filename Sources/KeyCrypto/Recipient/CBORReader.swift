/// A CBOR data item (RFC 8949) of the kinds that attestation documents are made of.
indirect enum CBORItem: Hashable, Sendable {
    case unsigned(UInt64)
    /// The number −1 − n.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBORItem])
    case map([CBORItem: CBORItem])
    case tagged(UInt64, CBORItem)
    case null
}

/// Reads one CBOR item that takes up all the bytes, with definite and indefinite lengths.
///
/// Refuses what attestation documents don't have: floats, booleans, keys other than numbers and text, equal keys, deep
/// nesting. A claimed length sets nothing aside: work and memory grow with the bytes that are really there.
struct CBORReader {
    private var rest: ArraySlice<UInt8>

    private static let depthMax = 4
    private static let null: UInt8 = 0xF6
    private static let end: UInt8 = 0xFF

    private init(_ bytes: [UInt8]) { rest = bytes[...] }

    static func item(of bytes: [UInt8]) throws(AttestationError) -> CBORItem {
        var reader = CBORReader(bytes)
        let item = try reader.item(depth: 1)
        guard reader.rest.isEmpty else { throw .malformed }
        return item
    }

    private mutating func item(depth: Int) throws(AttestationError) -> CBORItem {
        guard depth <= Self.depthMax else { throw .malformed }
        if skip(Self.null) { return .null }
        let head = try head()
        switch head.majorType {
        case 0: return .unsigned(try head.definite)
        case 1: return .negative(try head.definite)
        case 2: return .bytes(try string(head))
        case 3: return .text(try text(head))
        case 4: return .array(try array(head, depth: depth))
        case 5: return .map(try map(head, depth: depth))
        case 6: return .tagged(try head.definite, try item(depth: depth + 1))
        default: throw .malformed
        }
    }

    private mutating func array(_ head: Head, depth: Int) throws(AttestationError) -> [CBORItem] {
        var items: [CBORItem] = []
        try repeated(head.argument) { reader throws(AttestationError) in
            items.append(try reader.item(depth: depth + 1))
        }
        return items
    }

    private mutating func map(_ head: Head, depth: Int) throws(AttestationError) -> [CBORItem: CBORItem] {
        var items: [CBORItem: CBORItem] = [:]
        try repeated(head.argument) { reader throws(AttestationError) in
            let key = try reader.item(depth: depth + 1)
            guard key.isKey, items[key] == nil else { throw .malformed }
            items[key] = try reader.item(depth: depth + 1)
        }
        return items
    }

    private mutating func text(_ head: Head) throws(AttestationError) -> String {
        guard let text = String(validating: try string(head), as: UTF8.self) else { throw .malformed }
        return text
    }

    /// A byte or text string; of indefinite length, it is a row of strings of its own kind.
    private mutating func string(_ head: Head) throws(AttestationError) -> [UInt8] {
        if let count = head.argument { return Array(try take(count)) }
        var whole: [UInt8] = []
        while !skip(Self.end) {
            let chunk = try self.head()
            guard chunk.majorType == head.majorType else { throw .malformed }
            whole += try take(chunk.definite)
        }
        return whole
    }

    /// `count`: how often to read; until the break if nil.
    private mutating func repeated(
        _ count: UInt64?, _ read: (inout CBORReader) throws(AttestationError) -> Void
    ) throws(AttestationError) {
        guard var left = count else {
            while !skip(Self.end) { try read(&self) }
            return
        }
        while left > 0 {
            try read(&self)
            left -= 1
        }
    }
}

extension CBORReader {
    /// How an item begins: its major type, and a number, a length or (nil) an indefinite length.
    private struct Head {
        let majorType: UInt8
        let argument: UInt64?

        var definite: UInt64 {
            get throws(AttestationError) {
                guard let argument else { throw .malformed }
                return argument
            }
        }
    }

    private mutating func head() throws(AttestationError) -> Head {
        guard let first = rest.popFirst() else { throw .malformed }
        let information = first & 0x1F
        switch information {
        case 0..<24: return Head(majorType: first >> 5, argument: UInt64(information))
        case 24...27:
            let argument = try take(1 << UInt64(information - 24)).reduce(0) { $0 << 8 | UInt64($1) }
            return Head(majorType: first >> 5, argument: argument)
        case 31: return Head(majorType: first >> 5, argument: nil)
        default: throw .malformed
        }
    }

    private mutating func take(_ count: UInt64) throws(AttestationError) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw .malformed }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }
}

extension CBORItem {
    fileprivate var isKey: Bool {
        switch self {
        case .unsigned, .negative, .text: true
        default: false
        }
    }
}
