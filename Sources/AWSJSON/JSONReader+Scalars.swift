extension JSONReader {
    public mutating func readString() throws(JSONError) -> String {
        try expect(.string)
        return try string(of: stringToken())
    }

    /// Reads a string as base64 (RFC 4648 section 4).
    ///
    /// Padding is required and nothing outside the alphabet is skipped, not even white space. Bits of the last digit
    /// that make no whole byte are ignored, as Java's decoders do, so that `"QQ=="` and `"QR=="` are both `A`.
    /// - Throws: `JSONError.invalidBase64`, with the offset where the string begins.
    public mutating func readBlob() throws(JSONError) -> Blob {
        try expect(.string)
        let start = position
        let token = try stringToken()
        let decoded: [UInt8]? =
            if token.hasEscapes {
                Base64.decode(try bytes.span.unescaped(token))
            } else {
                Base64.decode(bytes.span.extracting(token.contents), alphabet: .standard)
            }
        guard let decoded else { throw .invalidBase64(offset: start) }
        return Blob(decoded)
    }

    public mutating func readBool() throws(JSONError) -> Bool {
        try expect(.bool)
        let value = bytes[position] == UInt8(ascii: "t")
        try consumeLiteral(value ? "true" : "false")
        return value
    }

    /// - Returns: true if the next value is null, which is then consumed; else false, and nothing is consumed.
    public mutating func readNull() throws(JSONError) -> Bool {
        guard try nextKind() == .null else { return false }
        try consumeLiteral("null")
        return true
    }

    /// Reads an integer. How it is written does not matter: `100`, `100.0` and `1e2` are the same.
    /// - Throws: `JSONError.fractionalNumber` or, if 64 bits do not hold it, `JSONError.numberOutOfRange`.
    public mutating func readInt64() throws(JSONError) -> Int64 {
        try expect(.number)
        let start = position
        let token = try numberToken()
        guard let decimal = bytes.span.scaled(token, byPowerOfTen: 0) else { throw .numberOutOfRange(offset: start) }
        guard decimal.isExact else { throw .fractionalNumber(offset: start) }
        guard let value = decimal.truncated else { throw .numberOutOfRange(offset: start) }
        return value
    }

    /// Reads the double nearest to a number. As in AWS's JSON protocols (Smithy, awsJson1_1), the strings `"NaN"`,
    /// `"Infinity"` and `"-Infinity"` are doubles too.
    /// - Throws: `JSONError.numberOutOfRange` for a number beyond the largest finite double.
    public mutating func readDouble() throws(JSONError) -> Double {
        if try nextKind() == .string { return try readNonFinite() }
        try expect(.number)
        let start = position
        guard let value = try readNumber().double else { throw .numberOutOfRange(offset: start) }
        return value
    }

    /// Reads seconds since 1970 in any way to write a number, rounded to the nearest millisecond, halves away from 0.
    /// - Throws: `JSONError.numberOutOfRange` if 64 bits do not hold the milliseconds.
    public mutating func readTimestamp() throws(JSONError) -> Timestamp {
        try expect(.number)
        let start = position
        let token = try numberToken()
        guard let milliseconds = bytes.span.scaled(token, byPowerOfTen: 3)?.rounded else {
            throw .numberOutOfRange(offset: start)
        }
        return Timestamp(milliseconds: milliseconds)
    }

    /// Reads a number without loss, as its text.
    public mutating func readNumber() throws(JSONError) -> JSONNumber {
        try expect(.number)
        let start = position
        _ = try numberToken()
        return JSONNumber(checked: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func readNonFinite() throws(JSONError) -> Double {
        let start = position
        guard let value = Double(nonFiniteName: try readString()) else {
            throw .wrongType(expected: .number, found: .string, offset: start)
        }
        return value
    }

    private mutating func consumeLiteral(_ literal: StaticString) throws(JSONError) {
        let end = position + literal.utf8CodeUnitCount
        let matches = literal.withUTF8Buffer { end <= bytes.count && $0.elementsEqual(bytes[position..<end]) }
        guard matches else { throw .malformed(offset: position) }
        position = end
    }

    mutating func stringToken() throws(JSONError) -> StringToken {
        let token = try bytes.span.stringToken(at: position)
        position = token.contents.upperBound + 1
        return token
    }

    mutating func numberToken() throws(JSONError) -> NumberToken {
        let token = try bytes.span.numberToken(at: position)
        position = token.end
        return token
    }

    func string(of token: StringToken) throws(JSONError) -> String {
        if token.hasEscapes { return String(decoding: try bytes.span.unescaped(token), as: UTF8.self) }
        return String(decoding: bytes[token.contents], as: UTF8.self)
    }
}
