/// Why a JSON text was refused. Offsets count bytes from the text's first; none of its contents is repeated.
public enum JSONError: Error, Hashable, Sendable {
    /// Not JSON: a byte that may not stand there, a lone surrogate, or the text's end (`offset` is then its length).
    case malformed(offset: Int)
    /// A byte that begins no well-formed UTF-8 sequence.
    case invalidUTF8(offset: Int)
    /// JSON, but another kind of value than was asked for begins at `offset`.
    case wrongType(expected: JSONKind, found: JSONKind, offset: Int)
    /// The container that begins at `offset` is one too many inside each other.
    case tooDeep(offset: Int)
    /// The number that begins at `offset` does not fit the type asked for.
    case numberOutOfRange(offset: Int)
    /// An integer was asked for, and the number that begins at `offset` is none.
    case fractionalNumber(offset: Int)
    /// The string that begins at `offset` is not base64.
    case invalidBase64(offset: Int)
}

/// The kinds of JSON values.
public enum JSONKind: Hashable, Sendable {
    case object, array, string, number, bool, null

    init?(firstByte: UInt8) {
        switch firstByte {
        case .openingBrace: self = .object
        case .openingBracket: self = .array
        case .quote: self = .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), .minus: self = .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
        case UInt8(ascii: "n"): self = .null
        default: return nil
        }
    }
}
