/// An Authorization header taken apart. It is well formed; nothing in it has been verified.
///
///     AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/SERVICE/aws4_request, SignedHeaders=host;x-amz-date, Signature=HEX
public struct Authorization: Hashable, Sendable {
    /// 1 to 128 bytes of printable ASCII.
    public let accessKeyID: String
    public let scope: CredentialScope
    /// Lower-case header names in order, each once.
    public let signedHeaders: [String]
    /// 32 bytes.
    public let signature: [UInt8]

    static let algorithm: StaticString = "AWS4-HMAC-SHA256"
    static let headerBytesMax = 8192
    static let signedHeadersMax = 100
    private static let accessKeyIDBytesMax = 128
    private static let scopePartBytesMax = 64

    /// - Parameters:
    ///   - headerValue: the header's value, in which parameters are set apart by commas or white space.
    ///   - requestHasDate: whether the request has a date; if not, the error says so together with all else missing.
    /// - Returns: the parts, with the signed headers in order.
    /// - Throws: `missingAuthenticationToken` if it is no SigV4 authorization at all, `signatureMismatch` if the
    ///   signature is not 64 lower-case hex digits, else an error of code `IncompleteSignatureException`.
    public static func parse(
        _ headerValue: String, requestHasDate: Bool = true
    ) throws(SigV4Error) -> Authorization {
        let header = Array(headerValue.utf8)
        guard header.count <= headerBytesMax, isHeaderText(header.span) else { throw .malformed(hash(header)) }
        var start = 0
        guard let algorithm = nextWord(header.span, &start), header.span.begins(algorithm, with: "AWS4-") else {
            throw .missingAuthenticationToken
        }
        guard header.span.equals(algorithm, Self.algorithm) else {
            throw .unsupportedAlgorithm(String(decoding: header[algorithm].prefix(32), as: UTF8.self))
        }
        var parameters = Parameters()
        while let word = nextWord(header.span, &start) { try parameters.take(word, of: header) }
        return try parameters.authorization(of: header, requestHasDate: requestHasDate)
    }

    /// The next word from `start` on, which moves behind it.
    private static func nextWord(_ header: Span<UInt8>, _ start: inout Int) -> Range<Int>? {
        while start < header.count, isBetweenWords(header[start]) { start += 1 }
        let begin = start
        while start < header.count, !isBetweenWords(header[start]) { start += 1 }
        return begin < start ? begin..<start : nil
    }

    /// Of a header's text, in which there is no other white space than spaces and tabs.
    private static func isBetweenWords(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") }

    /// Stands for the header in messages: neither a signature nor a secret sent by mistake may be repeated in one.
    fileprivate static func hash(_ header: [UInt8]) -> HeaderHash { HeaderHash(of: header) }

    private static func isHeaderText(_ header: Span<UInt8>) -> Bool {
        for index in header.indices {
            let byte = header[index]
            guard (0x20...0x7E).contains(byte) || byte == 9 else { return false }
        }
        return true
    }

    fileprivate static func accessKeyAndScope(
        _ credential: Range<Int>, of header: [UInt8]
    ) throws(SigV4Error) -> (String, CredentialScope) {
        func malformed() -> SigV4Error { .malformedCredential(HeaderHash(of: Array(header[credential]))) }
        var texts: [String] = []
        texts.reserveCapacity(5)
        try forEachPart(of: credential, in: header, separator: UInt8(ascii: "/")) { part throws(SigV4Error) in
            let bytesMax = texts.isEmpty ? accessKeyIDBytesMax : scopePartBytesMax
            guard texts.count < 5, (1...bytesMax).contains(part.count) else { throw malformed() }
            texts.append(text(part, of: header))
        }
        guard texts.count == 5 else { throw malformed() }
        guard texts[4] == CredentialScope.terminator else { throw .wrongTerminator(texts[4]) }
        return (texts[0], CredentialScope(date: texts[1], region: texts[2], service: texts[3]))
    }

    fileprivate static func names(_ list: Range<Int>, of header: [UInt8]) throws(SigV4Error) -> [String] {
        // An empty list is well formed; the verifier then misses `host` in it, as AWS does.
        if list.isEmpty { return [] }
        var names: [String] = []
        names.reserveCapacity(8)
        try forEachPart(of: list, in: header, separator: UInt8(ascii: ";")) { part throws(SigV4Error) in
            guard names.count < signedHeadersMax, !part.isEmpty else { throw .malformed(hash(header)) }
            for index in part where !header[index].isLowerCaseTokenCharacter { throw .malformed(hash(header)) }
            names.append(text(part, of: header))
        }
        // As they are sent, as a rule.
        if isAscending(names) { return names }
        names.sort()
        guard isAscending(names) else { throw .malformed(hash(header)) }
        return names
    }

    private static func text(_ part: Range<Int>, of header: [UInt8]) -> String {
        header.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[part]), as: UTF8.self) }
    }

    /// Calls `body` with what stands before, between and behind the separators.
    private static func forEachPart(
        of range: Range<Int>, in header: [UInt8], separator: UInt8, _ body: (Range<Int>) throws(SigV4Error) -> Void
    ) throws(SigV4Error) {
        var start = range.lowerBound
        for index in range where header[index] == separator {
            try body(start..<index)
            start = index + 1
        }
        try body(start..<range.upperBound)
    }

    /// Whether they are in order, and each is there once.
    private static func isAscending(_ texts: [String]) -> Bool {
        for index in 1..<max(texts.count, 1) where texts[index - 1] >= texts[index] { return false }
        return true
    }

    fileprivate static func signatureBytes(_ digits: Range<Int>, of header: [UInt8]) throws(SigV4Error) -> [UInt8] {
        guard digits.count == 64 else { throw .signatureMismatch }
        var signature: [UInt8] = []
        signature.reserveCapacity(32)
        for index in stride(from: digits.lowerBound, to: digits.upperBound, by: 2) {
            guard let high = lowerCaseHexValue(header[index]), let low = lowerCaseHexValue(header[index + 1]) else {
                throw .signatureMismatch
            }
            signature.append(high << 4 | low)
        }
        return signature
    }

    private static func lowerCaseHexValue(_ digit: UInt8) -> UInt8? {
        (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(digit) ? nil : digit.hexValue
    }
}

/// The parameters of an Authorization header as far as they were seen: where their values stand.
private struct Parameters {
    private var credential: Range<Int>?
    private var signedHeaders: Range<Int>?
    private var signature: Range<Int>?

    mutating func take(_ word: Range<Int>, of header: [UInt8]) throws(SigV4Error) {
        guard let equals = word.first(where: { header[$0] == UInt8(ascii: "=") }) else {
            throw .missingEqualSign(Authorization.hash(header))
        }
        let value = equals + 1..<word.upperBound
        let name = word.lowerBound..<equals
        if credential == nil, header.span.equals(name, "Credential") {
            credential = value
        } else if signedHeaders == nil, header.span.equals(name, "SignedHeaders") {
            signedHeaders = value
        } else if signature == nil, header.span.equals(name, "Signature") {
            signature = value
        } else {
            throw .malformed(Authorization.hash(header))
        }
    }

    func authorization(of header: [UInt8], requestHasDate: Bool) throws(SigV4Error) -> Authorization {
        guard let credential, !credential.isEmpty, let signature, !signature.isEmpty, let signedHeaders,
            requestHasDate
        else { throw .missingParts(missing(requestHasDate: requestHasDate), Authorization.hash(header)) }
        let (accessKeyID, scope) = try Authorization.accessKeyAndScope(credential, of: header)
        return Authorization(
            accessKeyID: accessKeyID, scope: scope,
            signedHeaders: try Authorization.names(signedHeaders, of: header),
            signature: try Authorization.signatureBytes(signature, of: header))
    }

    /// In the order in which AWS names them.
    private func missing(requestHasDate: Bool) -> [AuthorizationPart] {
        var parts: [AuthorizationPart] = []
        if credential?.isEmpty ?? true { parts.append(.credential) }
        if signature?.isEmpty ?? true { parts.append(.signature) }
        if signedHeaders == nil { parts.append(.signedHeaders) }
        if !requestHasDate { parts.append(.date) }
        return parts
    }
}

extension Span where Element == UInt8 {
    fileprivate func begins(_ range: Range<Int>, with text: StaticString) -> Bool {
        guard range.count >= text.utf8CodeUnitCount else { return false }
        for offset in 0..<text.utf8CodeUnitCount where self[range.lowerBound + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    fileprivate func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && begins(range, with: text)
    }
}
