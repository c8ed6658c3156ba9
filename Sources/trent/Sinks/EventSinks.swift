import AuditTrail
import Logging

/// Who is told of records once they stand in the trail. Must not wait.
protocol RecordFollower: Sendable {
    /// In the order of the trail, but for calls that end at the same moment.
    func follow(_ entries: [AuditEntry])
}

/// All places that records go to beside the trail.
final class EventSinks: RecordFollower {
    private let sinks: [RecordSink]
    private let now: @Sendable () -> UInt64

    /// Starts a thread for each.
    /// - Parameters:
    ///   - addresses: where to.
    ///   - logger: hears of what fails and of what is dropped.
    ///   - bytesMax: of the records that wait for one sink.
    ///   - standardOutput: the descriptor of `stdout`.
    ///   - now: nanoseconds of a clock that never goes back.
    /// - Throws: `Failure` if the system has no more threads or sockets.
    init(
        _ addresses: [SinkAddress], logger: Logger, bytesMax: Int = SinkQueue.bytesMaxUsual,
        standardOutput: Int32 = 1, now: @escaping @Sendable () -> UInt64
    ) throws(Failure) {
        var sinks: [RecordSink] = []
        for address in addresses {
            sinks.append(
                try RecordSink(
                    name: address.name, queue: SinkQueue(bytesMax: bytesMax),
                    notices: SinkNotices(name: address.name, logger: logger, now: now)
                ) { Self.transport(to: address, standardOutput) })
        }
        self.sinks = sinks
        self.now = now
    }

    private static func transport(to address: SinkAddress, _ standardOutput: Int32) -> any SinkTransport {
        address == .standardOutput ? LineTransport(descriptor: standardOutput) : SyslogTransport(address)
    }

    /// For the metric `trent_audit_sink_dropped_total`: since the start, by sink.
    var dropped: [(sink: String, count: Int)] { sinks.map { ($0.name, $0.dropped) } }

    func follow(_ entries: [AuditEntry]) {
        for sink in sinks { sink.offer(entries) }
    }

    /// At the process's end, when nothing is appended any more: what waits goes out, but places that do not take it hold
    /// nobody up for longer than `milliseconds`.
    func close(milliseconds: UInt64 = 3000) {
        for sink in sinks { sink.close() }
        let end = now() + milliseconds * 1_000_000
        for sink in sinks {
            let now = now()
            sink.end(milliseconds: now < end ? Int32(clamping: (end - now) / 1_000_000) : 0)
        }
    }
}
