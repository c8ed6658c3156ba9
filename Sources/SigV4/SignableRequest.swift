// Room: SigV4 (floor 1)
// Holds: AWS Signature Version 4 in the Authorization header: canonical request, string to sign, signing keys, signing,
//        verifying; and the wording in which AWS refuses a signature.
// Must not know: who owns an access key, which Regions and services exist, what time it is; no Foundation.
// Go instead: to Identity for access keys and their secrets, to Gateway for what follows a verified signature.

/// What of an HTTP request a signature covers, besides its body.
public struct SignableRequest: Sendable {
    public var method: String
    /// The path as sent, still percent-encoded, without the query.
    public var path: String
    /// What follows the question mark, as sent; empty if nothing does.
    public var query: String
    /// All headers in the order received, Host among them as received; names in lower case.
    public var headers: [(name: String, value: String)]

    public init(method: String, path: String, query: String, headers: [(name: String, value: String)]) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }

    /// A header's first value, and whether it has no second.
    func value(_ name: String) -> (first: String?, isOnly: Bool) {
        var first: String?
        for header in headers where header.name == name {
            guard first == nil else { return (first, false) }
            first = header.value
        }
        return (first, true)
    }

    /// The values of a header, in the order received.
    func values(_ name: String) -> [String] {
        var values: [String] = []
        for header in headers where header.name == name { values.append(header.value) }
        return values
    }
}

/// How a service puts a path into the canonical request.
public enum PathRules: Sendable {
    /// All services but S3: dot segments and repeated slashes are removed, then all is percent-encoded once more.
    case standard
    /// S3: a path means what it says, and is percent-encoded once.
    case s3
}
