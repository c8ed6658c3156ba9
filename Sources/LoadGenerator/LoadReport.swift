import Histogram
import NIOCore

/// What was measured.
public struct LoadReport: Sendable {
    public struct Latency: Hashable, Sendable {
        /// In microseconds; half of the requests took no longer, and so on.
        public var p50: UInt64
        public var p90: UInt64
        public var p99: UInt64
        public var p999: UInt64
        public var max: UInt64
    }

    public struct ErrorCount: Hashable, Sendable {
        /// AWS's code, `HTTP` and a status if there was none, or one of ours: `ConnectionFailed`, `ConnectionClosed`,
        /// `TransportError`, `NoAnswer`.
        public var code: String
        public var count: UInt64
    }

    public var operation: LoadOperation
    public var endpoint: String
    /// nil if the operation takes none. Of several the first.
    public var keyID: String?
    /// Over how many keys requests were spread.
    public var keys: Int
    /// By how many users they were signed; 0 if by the caller himself.
    public var principals: Int
    public var payloadBytes: Int
    public var connections: Int
    /// How long it was measured.
    public var seconds: Double
    /// How many requests succeeded while it was measured.
    public var requests: UInt64
    /// How many a second were due; nil in a closed loop.
    public var rate: Int?
    /// How many the server refused because it had too many; nil if that was not allowed, and they are errors.
    public var throttled: UInt64?
    /// Of the others, the most frequent first.
    public var errors: [ErrorCount]
    /// What the first failed or broken connection died of, if one did.
    public var connectionError: String?
    /// Of the requests that succeeded; nil if none did.
    public var latency: Latency?
    /// Of the server, for each request, in microseconds; nil without a process id, or if there was no request.
    public var serverCPUMicrosecondsPerRequest: Double?

    /// Requests that succeeded, per second.
    public var throughput: Double { Double(requests) / seconds }
    public var errorCount: UInt64 { errors.reduce(0) { $0 + $1.count } }

    private static let throttling = "ThrottlingException"

    init(
        plan: LoadPlan, keyID: String, measured: TimeAmount, counts: Tally.Counts, serverCPUMicroseconds: UInt64?
    ) {
        operation = plan.operation
        endpoint = plan.endpoint.url
        self.keyID = plan.operation.needsKey ? keyID : nil
        keys = plan.keys
        principals = plan.principals
        payloadBytes = plan.payloadBytes
        connections = plan.connections
        seconds = Double(measured.nanoseconds) / 1e9
        requests = counts.latencies.totalCount
        rate = plan.rate
        throttled = plan.allowThrottling ? counts.errors[Self.throttling, default: 0] : nil
        let failures = counts.errors.filter { !plan.allowThrottling || $0.key != Self.throttling }
        errors = failures.map { ErrorCount(code: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
        connectionError = counts.connectionError
        if requests > 0 { latency = Latency(counts) }
        if let serverCPUMicroseconds, counts.total > 0 {
            serverCPUMicrosecondsPerRequest = Double(serverCPUMicroseconds) / Double(counts.total)
        }
    }
}

extension LoadReport.Latency {
    fileprivate init(_ counts: Tally.Counts) {
        let latencies = counts.latencies
        let max = latencies.maxRecorded
        // The histogram answers with the upper end of a bucket, which may lie above the greatest value in it.
        let percentile = { Swift.min(latencies.valueAtPercentile($0), max) }
        self.init(
            p50: percentile(50), p90: percentile(90), p99: percentile(99), p999: percentile(99.9), max: max)
    }
}
