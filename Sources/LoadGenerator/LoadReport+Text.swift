import AWSJSON

extension LoadReport {
    /// For people: one line each, names and values in columns.
    public var text: String {
        var rows = [
            ("operation", operation.rawValue), ("endpoint", endpoint), ("connections", String(connections)),
            ("seconds", rounded(seconds)), ("requests", String(requests)), ("throughput", "\(rounded(throughput)) /s"),
        ]
        if keys > 1 { rows.insert(("keys", String(keys)), at: 2) }
        if principals > 0 { rows.insert(("principals", String(principals)), at: 2) }
        if let rate { rows.append(("due", "\(rate) /s")) }
        if let throttled { rows.append(("throttled", "\(throttled), \(rounded(Double(throttled) / seconds)) /s")) }
        if let latency {
            rows += latency.rows.map { ("latency \($0.name)", "\($0.value) µs") }
        }
        if let cpu = serverCPUMicrosecondsPerRequest { rows.append(("server CPU", "\(rounded(cpu)) µs per request")) }
        rows.append(("errors", String(errorCount)))
        rows += errors.map { ("  \($0.code)", String($0.count)) }
        if let connectionError { rows.append(("connection error", connectionError)) }
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { $0 + String(repeating: " ", count: width - $0.count + 2) + $1 }.joined(separator: "\n")
    }

    /// For programs: one object, with latencies and CPU time in microseconds.
    public var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("operation", operation.rawValue)
        writer.member("endpoint", endpoint)
        if let keyID { writer.member("keyId", keyID) }
        if keys > 1 { writer.member("keys", keys) }
        if principals > 0 { writer.member("principals", principals) }
        writer.member("payloadBytes", payloadBytes)
        writer.member("connections", connections)
        writer.member("seconds", seconds)
        writer.member("requests", Int(requests))
        writer.member("requestsPerSecond", throughput)
        if let rate { writer.member("rate", rate) }
        if let throttled { writer.member("throttled", Int(throttled)) }
        writer.counts("errors", errors.map { ($0.code, $0.count) })
        if let connectionError { writer.member("connectionError", connectionError) }
        if let latency { writer.counts("latencyMicroseconds", latency.rows) }
        if let cpu = serverCPUMicrosecondsPerRequest { writer.member("serverCPUMicrosecondsPerRequest", cpu) }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// With one digit after the point.
    private func rounded(_ value: Double) -> String { String((value * 10).rounded() / 10) }
}

extension LoadReport.Latency {
    fileprivate var rows: [(name: String, value: UInt64)] {
        [("p50", p50), ("p90", p90), ("p99", p99), ("p99.9", p999), ("max", max)]
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: Int) {
        self.name(name)
        int(Int64(value))
    }

    fileprivate mutating func member(_ name: String, _ value: Double) {
        self.name(name)
        double(value)
    }

    fileprivate mutating func counts(_ name: String, _ counts: [(name: String, value: UInt64)]) {
        self.name(name)
        beginObject()
        for count in counts { member(count.name, Int(count.value)) }
        endObject()
    }
}
