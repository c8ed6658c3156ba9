import AuditTrail
import Logging

/// One place that records go to beside the trail: a queue, and a thread that drains it. Whatever the place does, nobody who
/// appends records waits for it.
final class RecordSink: Sendable {
    let name: String
    private let queue: SinkQueue
    private let notices: SinkNotices
    private let finished: WakeUp

    /// Begins to drain at once, with a transport that only its thread has.
    init(
        name: String, queue: SinkQueue, notices: SinkNotices,
        backoff: Backoff = Backoff(), transport: @escaping @Sendable () -> any SinkTransport
    ) throws(Failure) {
        self.name = name
        self.queue = queue
        self.notices = notices
        finished = try WakeUp()
        try SinkThread.start { [queue, notices, finished] in
            var drain = SinkDrain(queue, notices, transport(), backoff)
            drain.run()
            finished.signal()
        }
    }

    /// Records that did not get out since the start.
    var dropped: Int { queue.dropped }

    func offer(_ entries: [AuditEntry]) {
        if queue.offer(entries) > 0 { notices.didDrop(queue.dropped) }
    }

    /// Takes no more records, from now on; what waits goes out, if the place takes it.
    func close() { queue.close() }

    /// After `close`: waits until all is out or given up, but no longer than told. What is still there then is dropped.
    func end(milliseconds: Int32) {
        finished.wait(milliseconds: milliseconds)
        queue.abandon()
        notices.didEnd(dropped: queue.dropped)
    }
}

/// What a sink's thread does.
private struct SinkDrain {
    private let queue: SinkQueue
    private let notices: SinkNotices
    private let transport: any SinkTransport
    private var backoff: Backoff
    /// After the end had come it could not be reached.
    private var isGivenUp = false

    init(_ queue: SinkQueue, _ notices: SinkNotices, _ transport: any SinkTransport, _ backoff: Backoff) {
        self.queue = queue
        self.notices = notices
        self.transport = transport
        self.backoff = backoff
    }

    mutating func run() {
        while let taken = queue.next() {
            var rest = taken[...]
            while !rest.isEmpty {
                let batch = Self.batch(of: rest, bytesMax: transport.batchBytesMax)
                let isSent = send(batch)
                queue.settle(batch, areDropped: !isSent)
                if isSent { notices.didSend() } else { notices.didDrop(queue.dropped) }
                rest = rest.dropFirst(batch.count)
            }
        }
        transport.close()
    }

    /// Tries until it is done, or of no use, or nobody waits for it any more.
    private mutating func send(_ batch: ArraySlice<AuditEntry>) -> Bool {
        while !isGivenUp {
            do throws(SinkError) {
                try transport.open()
                try transport.send(batch)
                backoff.reset()
                return true
            } catch {
                notices.didFail(error.cause)
                if error.isFinal { return false }
                isGivenUp = queue.isClosed
                queue.pause(milliseconds: backoff.milliseconds())
            }
        }
        return false
    }

    private static func batch(of rest: ArraySlice<AuditEntry>, bytesMax: Int) -> ArraySlice<AuditEntry> {
        var bytes = 0
        return rest.prefix { entry in
            let isFirst = bytes == 0
            bytes += SinkQueue.bytes(of: entry)
            return isFirst || bytes <= bytesMax
        }
    }
}
