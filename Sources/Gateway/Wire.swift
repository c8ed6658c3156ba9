// Room: Gateway (floor 4)
// Holds: the one pipeline that every request of every service goes through, from the bytes of an HTTP message to the
//        bytes of its answer.
// Must not know: sockets, HTTP servers, databases.
// Go instead: to HTTPFront for connections and TLS, to KeyService/Operations for what an operation does.

/// An HTTP request as it came, whole.
public struct WireRequest: Sendable {
    public var method: String
    /// The path as sent, still percent-encoded, without the query.
    public var path: String
    /// What follows the question mark, as sent; empty if nothing does.
    public var query: String
    /// All headers in the order received, Host among them as received; names in lower case.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// The peer's address without its port, for example `127.0.0.1`.
    public var peer: String
    /// Whether it came over TLS.
    public var isSecure: Bool
    /// What the connection's TLS settled on, if that is known.
    public var tls: WireTLS?

    public init(
        method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8],
        peer: String, isSecure: Bool, tls: WireTLS? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
        self.isSecure = isSecure
        self.tls = tls
    }

    /// The first value of a header.
    /// `name`: in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A connection's TLS, in the words of AWS's audit records.
public struct WireTLS: Hashable, Sendable {
    /// `TLSv1.3` or `TLSv1.2`.
    public var version: String
    /// As OpenSSL names it; nil for one without a name here.
    public var cipherSuite: String?

    public init(version: String, cipherSuite: String?) {
        self.version = version
        self.cipherSuite = cipherSuite
    }
}

public struct WireResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// What an HTTP server hands its requests to.
public protocol WireHandler: Sendable {
    /// The longest body it takes, in bytes; a server refuses more before it reads it all, with `bodyTooLarge`.
    var bodyBytesMax: Int { get }
    func handle(_ request: WireRequest) async -> WireResponse
    /// The answer to a request whose body is longer than `bodyBytesMax`.
    func bodyTooLarge() -> WireResponse
    /// The answer to a request for which the server has no time, or no room; nil if it must be handled nevertheless,
    /// unless there are many of that kind.
    func overloaded(_ request: WireRequest) -> WireResponse?
}

extension WireHandler {
    public func overloaded(_ request: WireRequest) -> WireResponse? { nil }
}
