import KeyCrypto

/// What an Authorization header needs.
public enum AuthorizationPart: Hashable, Sendable {
    case credential, signature, signedHeaders, date
}

/// A text that is not to be repeated, as AWS stands it in for in messages: its SHA-256 in base64.
public struct HeaderHash: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(of text: [UInt8]) {
        var base64: [UInt8] = []
        base64.append(base64Of: sha256(text.span))
        description = String(decoding: base64, as: UTF8.self)
    }
}

/// Why a request's signature is refused. Code and message are AWS's own.
public enum SigV4Error: Error, Hashable, Sendable {
    /// There is no Authorization header, or it is of another scheme.
    case missingAuthenticationToken
    /// The algorithm has another name than `AWS4-HMAC-SHA256`, here cut to 32 bytes.
    case unsupportedAlgorithm(String)
    case missingParts([AuthorizationPart], HeaderHash)
    case missingEqualSign(HeaderHash)
    /// Too long, a parameter unknown or repeated, a bad list of signed headers, or several Authorization headers.
    case malformed(HeaderHash)
    case malformedCredential(HeaderHash)
    /// The scope does not end in `aws4_request`.
    case wrongTerminator(String)
    /// The value of the date header, here cut to 64 bytes.
    case malformedDate(String)
    case scopeDateMismatch(scopeDate: String, SignatureTime)
    /// The scope names no Region that is served. For the caller to throw, who knows Regions.
    case unknownRegion
    /// The scope names another service than the request asks. For the caller to throw, who knows services.
    case wrongService(expected: String)
    case expired(SignatureTime, now: SignatureTime)
    case notYetCurrent(SignatureTime, now: SignatureTime)
    case hostNotSigned
    /// A header of the request that has to be signed is not.
    case headerNotSigned(String)
    /// A signed header is not in the request.
    case signedHeaderMissing(String)
    /// A percent sign in the URL is not followed by two hex digits.
    case malformedEscape
    case signatureMismatch
}

/// Codes of the AWS JSON protocols.
public enum SigV4ErrorCode: String, Sendable {
    case missingAuthenticationToken = "MissingAuthenticationTokenException"
    case incompleteSignature = "IncompleteSignatureException"
    case invalidSignature = "InvalidSignatureException"
}

extension SigV4Error {
    public var code: SigV4ErrorCode {
        switch self {
        case .missingAuthenticationToken: .missingAuthenticationToken
        case .unsupportedAlgorithm, .missingParts, .missingEqualSign, .malformed, .malformedCredential, .malformedDate,
            .signedHeaderMissing, .malformedEscape:
            .incompleteSignature
        case .wrongTerminator, .scopeDateMismatch, .unknownRegion, .wrongService, .expired, .notYetCurrent,
            .hostNotSigned, .headerNotSigned, .signatureMismatch:
            .invalidSignature
        }
    }

    /// For the caller. Tells nothing but what the caller sent, and of that neither signature nor credential.
    public var message: String {
        switch self {
        case .missingAuthenticationToken: "Missing Authentication Token"
        case .unsupportedAlgorithm(let name):
            "Unsupported AWS 'algorithm': '\(name)' (only AWS4-HMAC-SHA256 for now). "
        case .missingParts(let parts, let hash):
            parts.map(\.requirement).joined()
                + "(Hashed with SHA-256 and encoded with Base64) Authorization=\(hash)"
        case .missingEqualSign(let hash):
            "Invalid key=value pair (missing equal-sign) in Authorization header "
                + "(hashed with SHA-256 and encoded with Base64): '\(hash)'."
        case .malformed(let hash):
            "Malformed Authorization header (hashed with SHA-256 and encoded with Base64): '\(hash)'."
        case .malformedCredential(let hash):
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + "got (hashed with SHA-256 and encoded with Base64) '\(hash)'"
        case .wrongTerminator(let text):
            "Credential should be scoped with a valid terminator: 'aws4_request', not '\(text)'."
        case .malformedDate(let text):
            "Date must be in ISO-8601 'basic format'. Got '\(text)'. See http://en.wikipedia.org/wiki/ISO_8601"
        case .scopeDateMismatch(let scopeDate, let time):
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'\(scopeDate)' != '\(time.day)', from '\(time)'."
        case .unknownRegion: "Credential should be scoped to a valid region. "
        case .wrongService(let expected): "Credential should be scoped to correct service: '\(expected)'."
        case .expired, .notYetCurrent: clockMessage
        case .hostNotSigned: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        case .headerNotSigned(let name): "'\(name)' must be a 'SignedHeader' in the AWS Authorization."
        case .signedHeaderMissing(let name):
            "'\(name)' is named as a SignedHeader, but it does not exist in the HTTP request."
        case .malformedEscape: "Illegal hex character in escape % pattern."
        case .signatureMismatch:
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                + "Access Key and signing method. Consult the service documentation for details."
        }
    }

    private var clockMessage: String {
        let skew = RequestVerifier.skewMinutesMax
        switch self {
        case .expired(let time, let now):
            let earliest = SignatureTime(epochSeconds: now.epochSeconds - RequestVerifier.skewSecondsMax)
            return "Signature expired: \(time) is now earlier than \(earliest) (\(now) - \(skew) min.)"
        case .notYetCurrent(let time, let now):
            let latest = SignatureTime(epochSeconds: now.epochSeconds + RequestVerifier.skewSecondsMax)
            return "Signature not yet current: \(time) is still later than \(latest) (\(now) + \(skew) min.)"
        default: return ""
        }
    }
}

extension AuthorizationPart {
    fileprivate var requirement: String {
        switch self {
        case .credential: "Authorization header requires 'Credential' parameter. "
        case .signature: "Authorization header requires 'Signature' parameter. "
        case .signedHeaders: "Authorization header requires 'SignedHeaders' parameter. "
        case .date: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        }
    }
}
