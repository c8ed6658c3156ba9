import KeyCrypto

/// The form of a request in which signer and verifier agree byte for byte
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, step 1).
struct CanonicalRequest {
    private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - request: has all of the signed headers.
    ///   - signedHeaders: in order, each once.
    ///   - payload: of the body.
    ///   - pathRules: those of the service.
    /// - Throws: `signedHeaderMissing` if the request lacks one of them, `malformedEscape` if the query, or for S3 the
    ///   path, has a percent sign that begins no escape.
    init(
        _ request: SignableRequest, signedHeaders: [String], payload: PayloadHash, pathRules: PathRules
    ) throws(SigV4Error) {
        bytes.reserveCapacity(1024)
        bytes.append(contentsOf: request.method.utf8)
        bytes.append(ascii: "\n")
        try appendPath(request.path, pathRules)
        bytes.append(ascii: "\n")
        try appendQuery(request.query)
        bytes.append(ascii: "\n")
        for name in signedHeaders { try appendHeader(name, of: request) }
        bytes.append(ascii: "\n")
        appendNames(signedHeaders)
        bytes.append(ascii: "\n")
        bytes.append(hexOf: payload.digest)
    }

    /// Step 3: what the signature is an HMAC of.
    func stringToSign(_ time: SignatureTime, _ scope: CredentialScope) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(192)
        Authorization.algorithm.withUTF8Buffer { text.append(contentsOf: $0) }
        text.append(ascii: "\n")
        text.append(contentsOf: time.description.utf8)
        text.append(ascii: "\n")
        text.append(contentsOf: scope.date.utf8)
        text.append(ascii: "/")
        text.append(contentsOf: scope.region.utf8)
        text.append(ascii: "/")
        text.append(contentsOf: scope.service.utf8)
        text.append(ascii: "/")
        text.append(contentsOf: CredentialScope.terminator.utf8)
        text.append(ascii: "\n")
        text.append(hexOf: sha256(bytes.span))
        return text
    }

    private mutating func appendPath(_ path: String, _ rules: PathRules) throws(SigV4Error) {
        switch rules {
        case .standard: CanonicalURI.appendNormalizedPath(path, to: &bytes)
        case .s3: try CanonicalURI.appendPathAsSent(path, to: &bytes)
        }
    }

    private mutating func appendQuery(_ query: String) throws(SigV4Error) {
        guard !query.isEmpty else { return }
        try CanonicalURI.appendQuery(query, to: &bytes)
    }

    /// A header that comes several times has its values joined by commas in the order received.
    private mutating func appendHeader(_ name: String, of request: SignableRequest) throws(SigV4Error) {
        bytes.append(contentsOf: name.utf8)
        var isFirst = true
        for header in request.headers where header.name == name {
            bytes.append(ascii: isFirst ? ":" : ",")
            isFirst = false
            appendFolded(header.value)
        }
        guard !isFirst else { throw .signedHeaderMissing(name) }
        bytes.append(ascii: "\n")
    }

    /// Leaves out white space at both ends, and makes each run of it within one space.
    private mutating func appendFolded(_ value: String) {
        var value = value
        value.withUTF8 { value in
            if Self.isFolded(value) { return bytes.append(contentsOf: value) }
            var hasBegun = false
            var spaceIsDue = false
            for byte in value {
                if byte.isWhitespace {
                    spaceIsDue = hasBegun
                    continue
                }
                if spaceIsDue { bytes.append(ascii: " ") }
                bytes.append(byte)
                hasBegun = true
                spaceIsDue = false
            }
        }
    }

    /// Whether it is as it should be already, as most values are. For some that are it says no.
    private static func isFolded(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        var isBehindSpace = true
        for byte in value {
            if byte > UInt8(ascii: " ") {
                isBehindSpace = false
            } else if byte == UInt8(ascii: " "), !isBehindSpace {
                isBehindSpace = true
            } else {
                return false
            }
        }
        return !isBehindSpace
    }

    private mutating func appendNames(_ names: [String]) {
        for (index, name) in names.enumerated() {
            if index > 0 { bytes.append(ascii: ";") }
            bytes.append(contentsOf: name.utf8)
        }
    }
}
