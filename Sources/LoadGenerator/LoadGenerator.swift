// Room: LoadGenerator (floor 6)
// Holds: what measures a KMS endpoint, ours or another: signed requests in a closed or an open loop, counts and latencies;
//        and the probe of `trent health`, which asks over the same transport.
// Must not know: anything of the server but its address and, if it runs here, its process id.
// Go instead: to SigV4 for signatures, to trent for the command line.

/// What to measure, and with what load.
public struct LoadPlan: Sendable {
    public var endpoint: LoadEndpoint
    public var operation: LoadOperation
    public var region: String
    public var accessKeyID: String
    /// The secret access key.
    public var secret: String
    /// For temporary credentials.
    public var sessionToken: String?

    /// An id, ARN or alias; if nil and the operation needs a key, one is made, and its deletion scheduled afterwards.
    public var keyID: String?
    /// Over how many keys requests are spread, in turn; 1 to 1,000,000. They are made like the single one.
    public var keys = 1
    /// By how many IAM users they are signed, in turn, up to 5,000, each with an access key and a policy of his own; they
    /// are made, and deleted afterwards. 0: by the caller himself.
    public var principals = 0
    /// Keys and users from an earlier run, which are used first and left alone: see `prepare`.
    public var prepared = PreparedLoad()
    /// Of the key that is made, or of the one that is named, for Sign and GenerateMac; nil for P-256 and HMAC-256.
    public var keySpec: LoadKeySpec?
    /// Of the plaintext, the message, the data key or the random bytes, in bytes; 1 to 4096.
    public var payloadBytes = 32
    /// For the operations that take one.
    public var encryptionContext: [(key: String, value: String)] = []

    /// How many connections, each with one request in flight; 1 to 1024.
    public var connections = 16
    /// An open loop: how many requests a second are due, on all connections together, whether or not those before are
    /// answered; latencies count from when a request was due. Nil for a closed loop. 1 to 1,000,000.
    public var rate: Int?
    /// Whether a throttled request is what the server should give under this load, and no error.
    public var allowThrottling = false
    /// How long to measure; 1 to 600.
    public var seconds = 5
    /// Ends it earlier, after about so many requests; at least 1.
    public var requestsMax: Int?
    /// How long to load before that without measuring; 0 to 60.
    public var warmUpSeconds = 1

    /// The server's process on this machine, to measure its CPU time.
    public var serverPID: Int32?
    /// Whether the endpoint may be another machine.
    public var allowRemote = false
    /// PEM: the certificates to trust instead of the system's.
    public var caCertificatePath: String?

    public init(
        endpoint: LoadEndpoint, operation: LoadOperation, region: String, accessKeyID: String, secret: String,
        sessionToken: String? = nil
    ) {
        self.endpoint = endpoint
        self.operation = operation
        self.region = region
        self.accessKeyID = accessKeyID
        self.secret = secret
        self.sessionToken = sessionToken
    }

    var caller: LoadCaller { LoadCaller(accessKeyID: accessKeyID, secret: secret, sessionToken: sessionToken) }

    var keySpecOrStandard: LoadKeySpec { keySpec ?? .standard(for: operation) }

    func check() throws(LoadError) {
        try check("connections", connections, 1...1024)
        try check("rate", rate ?? 1, 1...1_000_000)
        try check("seconds", seconds, 1...600)
        try check("warmUpSeconds", warmUpSeconds, 0...60)
        try check("payloadBytes", payloadBytes, 1...4096)
        try check("requestsMax", requestsMax ?? .max, 1...Int.max)
        try check("keys", keys, operation.needsKey && keyID == nil ? 1...1_000_000 : 1...1)
        try check("principals", principals, 0...5000)
        guard allowRemote || endpoint.isLoopback else { throw .remoteEndpoint(endpoint.url) }
    }

    private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(LoadError) {
        guard range.contains(value) else { throw .outOfRange(name: name, value: value, allowed: range) }
    }
}
