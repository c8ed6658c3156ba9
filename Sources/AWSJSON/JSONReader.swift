// Room: AWSJSON (floor 0)
// Holds: a byte-level JSON reader and writer, a JSON value tree, and the values that AWS's JSON protocols carry as text
//        or numbers: `Blob` (base64), `Timestamp` (epoch seconds), hexadecimal.
// Must not know: any AWS service, HTTP, Foundation.
// Go instead: to KMSModel for what a request or response contains.

/// A pull parser over one JSON text, strict to RFC 8259: the consumer asks for what it expects, in document order.
///
/// Beyond the RFC's grammar it refuses a byte order mark, bytes that are not UTF-8 (RFC 3629) and escaped surrogates
/// that make no pair. Members are delivered as they come, also when a name is repeated: as with AWS, the consumer lets
/// the last one win. Errors tell where a text is wrong, never what stands there.
///
/// The length of the text is the caller's to bound. After an error the reader is of no more use.
public struct JSONReader: Sendable {
    let bytes: [UInt8]
    var position = 0
    private var depth = 0
    private let depthMax: Int
    /// Nothing of the innermost container has been read yet, so that no comma is due.
    private var isAtFirst = false

    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - depthMax: how many containers may be open at a time.
    public init(_ bytes: [UInt8], depthMax: Int = 64) {
        self.bytes = bytes
        self.depthMax = depthMax
    }

    /// The kind of the next value, which stays unread.
    /// - Throws: `JSONError.malformed` if no value begins here.
    public mutating func nextKind() throws(JSONError) -> JSONKind {
        skipWhiteSpace()
        guard position < bytes.count, let kind = JSONKind(firstByte: bytes[position]) else {
            throw .malformed(offset: position)
        }
        return kind
    }

    /// Enters an object, whose members `nextMember` then gives.
    public mutating func beginObject() throws(JSONError) { try begin(.object) }

    /// - Returns: the name of the next member, whose value is to be read or skipped before the next call;
    ///   nil at the closing brace, which is consumed.
    public mutating func nextMember() throws(JSONError) -> String? {
        guard let name = try nextMemberToken() else { return nil }
        return try string(of: name)
    }

    /// Enters an array, whose elements `nextElement` then announces.
    public mutating func beginArray() throws(JSONError) { try begin(.array) }

    /// - Returns: true if there is one more element, which is to be read or skipped before the next call;
    ///   false at the closing bracket, which is consumed.
    public mutating func nextElement() throws(JSONError) -> Bool { try advance(closer: .closingBracket) }

    /// Consumes the next value, whatever it is. It is checked as if it were read.
    public mutating func skipValue() throws(JSONError) {
        switch try nextKind() {
        case .object:
            try begin(.object)
            while try nextMemberToken() != nil { try skipValue() }
        case .array:
            try begin(.array)
            while try nextElement() { try skipValue() }
        case .string: _ = try stringToken()
        case .number: _ = try numberToken()
        case .bool: _ = try readBool()
        case .null: _ = try readNull()
        }
    }

    /// Checks that the text ends here, but for white space.
    public mutating func finish() throws(JSONError) {
        skipWhiteSpace()
        guard position == bytes.count else { throw .malformed(offset: position) }
    }

    private mutating func begin(_ container: JSONKind) throws(JSONError) {
        try expect(container)
        guard depth < depthMax else { throw .tooDeep(offset: position) }
        depth += 1
        position += 1
        isAtFirst = true
    }

    /// Goes on to the next member or element, or past the container's end.
    private mutating func advance(closer: UInt8) throws(JSONError) -> Bool {
        skipWhiteSpace()
        guard position < bytes.count else { throw .malformed(offset: position) }
        let wasAtFirst = isAtFirst
        isAtFirst = false
        if bytes[position] == closer {
            position += 1
            depth -= 1
            return false
        }
        if !wasAtFirst { try consume(.comma) }
        return true
    }

    mutating func nextMemberToken() throws(JSONError) -> StringToken? {
        guard try advance(closer: .closingBrace) else { return nil }
        guard try nextKind() == .string else { throw .malformed(offset: position) }
        let name = try stringToken()
        skipWhiteSpace()
        try consume(.colon)
        return name
    }

    private mutating func consume(_ byte: UInt8) throws(JSONError) {
        guard position < bytes.count, bytes[position] == byte else { throw .malformed(offset: position) }
        position += 1
    }

    /// Goes to the next value, which must be of the given kind.
    mutating func expect(_ kind: JSONKind) throws(JSONError) {
        let found = try nextKind()
        guard found == kind else { throw .wrongType(expected: kind, found: found, offset: position) }
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count, bytes[position].isJSONWhiteSpace { position += 1 }
    }
}
