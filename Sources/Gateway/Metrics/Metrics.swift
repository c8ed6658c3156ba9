import Synchronization

/// What is counted, for Prometheus to read. How many series there are does not depend on what callers send.
public final class Metrics: Sendable {
    private struct Gauge: Sendable {
        var name: String
        var help: String
        var read: @Sendable () -> [(labels: [(name: String, value: String)], value: Double)]
    }

    private let calls: [CalledOperation: OperationCounts]
    private let gauges = Mutex<[Gauge]>([])
    private let shed = Atomic<Int>(0)

    public init() {
        calls = Dictionary(uniqueKeysWithValues: CalledOperation.all.map { ($0, OperationCounts()) })
    }

    /// Adds a value that is read whenever the metrics are.
    /// - Parameters:
    ///   - name: unique, of letters, digits and underscores.
    ///   - help: one sentence.
    ///   - read: called on any thread; should not wait.
    public func addGauge(_ name: String, help: String, _ read: @escaping @Sendable () -> Double) {
        gauges.withLock { $0.append(Gauge(name: name, help: help) { [([], read())] }) }
    }

    /// Adds values that differ by their labels, of which there must be few.
    /// - Parameters:
    ///   - name: unique, of letters, digits and underscores.
    ///   - help: one sentence.
    ///   - read: called on any thread; should not wait.
    public func addGauges(
        _ name: String, help: String,
        _ read: @escaping @Sendable () -> [(labels: [(name: String, value: String)], value: Double)]
    ) {
        gauges.withLock { $0.append(Gauge(name: name, help: help, read: read)) }
    }

    /// All of it in Prometheus's text format, version 0.0.4, in UTF-8.
    public func text() -> [UInt8] {
        var text = PrometheusText()
        let used = calls.map { ($0.key, $0.value.snapshot) }.filter { $0.1.calls > 0 }
            .sorted { ($0.0.service.rawValue, $0.0.name) < ($1.0.service.rawValue, $1.0.name) }
        append(totals: used, to: &text)
        append(durations: used, to: &text)
        text.head("trent_shed_requests_total", help: "Requests refused unseen because of an overload.", type: .counter)
        text.sample("trent_shed_requests_total", [], Double(shed.load(ordering: .relaxed)))
        for gauge in gauges.withLock({ $0 }) {
            text.head(gauge.name, help: gauge.help, type: .gauge)
            for (labels, value) in gauge.read() { text.sample(gauge.name, labels, value) }
        }
        return text.bytes
    }

    /// Counts a call. A call that succeeded has no error code.
    func count(_ operation: CalledOperation, code: String?, durationNanoseconds: UInt64) {
        calls[operation]?.count(code: code ?? "OK", durationNanoseconds: durationNanoseconds)
    }

    /// Counts a request that was refused unseen, since there was more to do than could be done. It is none of the calls.
    func countShed() { shed.add(1, ordering: .relaxed) }

    private func append(
        totals: [(operation: CalledOperation, counts: OperationCounts.Snapshot)], to text: inout PrometheusText
    ) {
        let name = "trent_requests_total"
        text.head(name, help: "Calls answered, by AWS's error code or OK.", type: .counter)
        for (operation, counts) in totals {
            for (code, count) in counts.byCode.sorted(by: { $0.key < $1.key }) {
                text.sample(name, operation.labels + [("code", code)], Double(count))
            }
        }
    }

    private func append(
        durations: [(operation: CalledOperation, counts: OperationCounts.Snapshot)], to text: inout PrometheusText
    ) {
        let name = "trent_request_duration_seconds"
        text.head(name, help: "Time from a whole request to its answer.", type: .histogram)
        for (operation, counts) in durations {
            var below = 0
            for (bound, count) in zip(OperationCounts.bounds, counts.byBucket) {
                below += count
                text.sample("\(name)_bucket", operation.labels + [("le", bound.label)], Double(below))
            }
            text.sample("\(name)_bucket", operation.labels + [("le", "+Inf")], Double(counts.calls))
            text.sample("\(name)_sum", operation.labels, Double(counts.nanoseconds) / 1e9)
            text.sample("\(name)_count", operation.labels, Double(counts.calls))
        }
    }
}

extension CalledOperation {
    fileprivate var labels: [(name: String, value: String)] {
        [("service", service.rawValue), ("operation", name)]
    }
}
