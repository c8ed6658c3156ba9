/// Reading without making a text of each name and string, for those who only look at them.
extension JSONReader {
    /// Reads a string.
    /// - Parameter body: gets its UTF-8, without escapes.
    /// - Returns: what `body` made of it.
    /// - Throws: as `readString()`.
    public mutating func readString<R>(_ body: (Span<UInt8>) -> R) throws(JSONError) -> R {
        try expect(.string)
        return try with(stringToken(), body)
    }

    /// As `nextMember()`.
    /// - Parameter body: gets the name's UTF-8, without escapes.
    /// - Returns: what `body` made of the name; nil at the closing brace.
    /// - Throws: as `nextMember()`.
    public mutating func nextMember<R>(_ body: (Span<UInt8>) -> R) throws(JSONError) -> R? {
        guard let name = try nextMemberToken() else { return nil }
        return try with(name, body)
    }

    private func with<R>(_ token: StringToken, _ body: (Span<UInt8>) -> R) throws(JSONError) -> R {
        guard token.hasEscapes else { return body(bytes.span.extracting(token.contents)) }
        let unescaped = try bytes.span.unescaped(token)
        return body(unescaped.span)
    }
}

extension Span where Element == UInt8 {
    /// Whether these are the bytes of the text.
    public func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != text.utf8Start[index] { return false }
        return true
    }
}
