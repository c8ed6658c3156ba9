/// Where a front listens, and what it puts up with.
public struct FrontConfiguration: Sendable {
    /// A host name or an address; `0.0.0.0` or `::` for all interfaces.
    public var host: String
    /// 0 for any free port.
    public var port: Int
    /// With them the port speaks HTTPS only, without them HTTP only.
    public var tls: TLSFiles?

    /// How many connections are open at once; more wait in the backlog.
    public var connectionsMax = 4000
    /// How many connections the kernel keeps waiting.
    public var backlog = 1024
    /// The names and values of all headers of a request together, and its target, in bytes.
    public var headerBytesMax = 64 * 1024
    /// Of all bodies together that are longer than 16 KiB, in bytes.
    public var longBodyBytesMax = 64 << 20
    /// How many headers and trailers a request has.
    public var headerCountMax = 128

    /// From the connection to the whole first head (with the TLS handshake), and from a head to its whole body.
    public var requestTimeout: Duration = .seconds(30)
    /// From an answer to the whole head of the connection's next request. Longer than the 60 seconds for which AWS's SDKs
    /// keep a connection, so that they close it first.
    public var idleTimeout: Duration = .seconds(90)
    /// For a client to read the last answer, before its connection is closed.
    public var writeTimeout: Duration = .seconds(30)
    /// How long the rest of a refused request is thrown away, so that the client comes to read why.
    public var lingerTimeout: Duration = .seconds(2)
    /// For requests that have begun when a graceful shutdown does.
    public var shutdownTimeout: Duration = .seconds(10)

    public init(host: String, port: Int, tls: TLSFiles? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}
