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

    static let algorithm = "AWS4-HMAC-SHA256"
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
        guard header.count <= headerBytesMax, header.allSatisfy(isHeaderText) else { throw .malformed(hash(header)) }
        var rest = header[...]
        guard let algorithm = nextWord(&rest), algorithm.starts(with: "AWS4-".utf8) else {
            throw .missingAuthenticationToken
        }
        guard algorithm.elementsEqual(Self.algorithm.utf8) else {
            throw .unsupportedAlgorithm(String(decoding: algorithm.prefix(32), as: UTF8.self))
        }
        var parameters = Parameters()
        while let word = nextWord(&rest) { try parameters.take(word, of: header) }
        return try parameters.authorization(of: header, requestHasDate: requestHasDate)
    }

    /// Cuts the next word off.
    private static func nextWord(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let start = rest.firstIndex(where: { !isBetweenWords($0) }) else { return nil }
        rest = rest[start...]
        let end = rest.firstIndex(where: isBetweenWords) ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    private static func isBetweenWords(_ byte: UInt8) -> Bool { byte.isWhitespace || byte == UInt8(ascii: ",") }

    /// Stands for the header in messages: neither a signature nor a secret sent by mistake may be repeated in one.
    fileprivate static func hash(_ header: [UInt8]) -> HeaderHash { HeaderHash(of: header) }

    private static func isHeaderText(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte == 9 }

    fileprivate static func accessKeyAndScope(
        _ credential: ArraySlice<UInt8>, of header: [UInt8]
    ) throws(SigV4Error) -> (String, CredentialScope) {
        let parts = credential.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 5, (1...accessKeyIDBytesMax).contains(parts[0].count),
            parts.dropFirst().allSatisfy({ (1...scopePartBytesMax).contains($0.count) })
        else { throw .malformedCredential(HeaderHash(of: Array(credential))) }
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        guard texts[4] == CredentialScope.terminator else { throw .wrongTerminator(texts[4]) }
        return (texts[0], CredentialScope(date: texts[1], region: texts[2], service: texts[3]))
    }

    fileprivate static func names(_ list: ArraySlice<UInt8>, of header: [UInt8]) throws(SigV4Error) -> [String] {
        // An empty list is well formed; the verifier then misses `host` in it, as AWS does.
        if list.isEmpty { return [] }
        let names = list.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard names.count <= signedHeadersMax,
            names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isLowerCaseTokenCharacter) })
        else { throw .malformed(hash(header)) }
        var texts = names.map { String(decoding: $0, as: UTF8.self) }
        // As they are sent, as a rule.
        if isAscending(texts) { return texts }
        texts.sort()
        guard isAscending(texts) else { throw .malformed(hash(header)) }
        return texts
    }

    /// Whether they are in order, and each is there once.
    private static func isAscending(_ texts: [String]) -> Bool {
        zip(texts, texts.dropFirst()).allSatisfy { $0 < $1 }
    }

    fileprivate static func signatureBytes(_ digits: ArraySlice<UInt8>) throws(SigV4Error) -> [UInt8] {
        let digits = Array(digits)
        guard digits.count == 64 else { throw .signatureMismatch }
        var signature: [UInt8] = []
        signature.reserveCapacity(32)
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = lowerCaseHexValue(digits[index]), let low = lowerCaseHexValue(digits[index + 1]) else {
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

/// The parameters of an Authorization header as far as they were seen.
private struct Parameters {
    private var credential: ArraySlice<UInt8>?
    private var signedHeaders: ArraySlice<UInt8>?
    private var signature: ArraySlice<UInt8>?

    mutating func take(_ word: ArraySlice<UInt8>, of header: [UInt8]) throws(SigV4Error) {
        guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else {
            throw .missingEqualSign(Authorization.hash(header))
        }
        let value = word[(equals + 1)...]
        let name = word[..<equals]
        if credential == nil, name.elementsEqual("Credential".utf8) {
            credential = value
        } else if signedHeaders == nil, name.elementsEqual("SignedHeaders".utf8) {
            signedHeaders = value
        } else if signature == nil, name.elementsEqual("Signature".utf8) {
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
            signature: try Authorization.signatureBytes(signature))
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
