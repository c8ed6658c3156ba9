/// Where the keys of one identity provider are, as the operator says it: `ISSUER=FILE` or `ISSUER=URL`, for example
/// `https://idp.example.com=https://idp.example.com/.well-known/jwks.json`.
public struct IssuerKeys: Hashable, Sendable {
    public enum Place: Hashable, Sendable {
        /// A file with a JWK Set.
        case file(String)
        /// Where a JWK Set is to be fetched.
        case url(KeyURL)
    }

    /// As tokens name it: `https://` and what follows.
    public let issuer: String
    public let place: Place

    /// - Throws: `IssuerKeysError` for any other text.
    public init(parsing text: String) throws(IssuerKeysError) {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw .noPlace(text) }
        try self.init(issuer: String(text[..<sign]), place: String(text[text.utf8.index(after: sign)...]))
    }

    /// - Parameters:
    ///   - issuer: as tokens name it.
    ///   - place: a URL, or a file's path.
    /// - Throws: `IssuerKeysError` if the issuer is no `https` URL, or the place none that keys may come from.
    public init(issuer: String, place: String) throws(IssuerKeysError) {
        guard Self.isIssuer(issuer) else { throw .notAnIssuer(issuer) }
        guard !place.isEmpty else { throw .noPlace(issuer) }
        self.issuer = issuer
        if place.contains("://") {
            self.place = .url(try KeyURL(parsing: place))
        } else {
            self.place = .file(place)
        }
    }

    /// OpenID Connect Discovery 1.0, section 3: a URL with the `https` scheme and neither query nor fragment.
    private static func isIssuer(_ text: String) -> Bool {
        let scheme = "https://"
        return text.hasPrefix(scheme) && text.utf8.count > scheme.utf8.count && text.utf8.count <= 255
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !text.contains { "?#".contains($0) }
    }

    var source: any KeySource {
        switch place {
        case .file(let path): KeyFile(path: path)
        case .url(let url): KeyFetch(url: url)
        }
    }
}

/// Why a text does not say where keys are.
public enum IssuerKeysError: Error, Hashable, Sendable, CustomStringConvertible {
    case notAnIssuer(String)
    case noPlace(String)
    case notAURL(String)
    /// Keys that came in the clear, from another machine, could be anyone's.
    case inTheClear(String)

    public var description: String {
        switch self {
        case .notAnIssuer(let text): "\(text) is not an issuer: a URL that begins with https:// and has no query"
        case .noPlace(let text): "\(text) does not say where the issuer's keys are: ISSUER=FILE or ISSUER=URL"
        case .notAURL(let text): "\(text) is not a URL that keys can be fetched from"
        case .inTheClear(let text): "\(text) is neither HTTPS nor on this machine"
        }
    }
}
