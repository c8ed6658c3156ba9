import AuditTrail
import Logging
import Synchronization
import Testing

@testable import trent

/// A place that takes what it is told to take.
private final class Place: Sendable {
    let taken = Mutex<[String]>([])
    /// What the next attempts meet with; nil is success, and so is none.
    let outcomes: Mutex<[SinkError?]>
    let opened = Mutex(0)

    /// Signalled whenever it has taken something.
    let wakeUp: WakeUp

    init(_ outcomes: [SinkError?] = []) throws {
        self.outcomes = Mutex(outcomes)
        wakeUp = try WakeUp()
    }

    var names: [String] { taken.withLock { $0 } }
}

private final class PlaceTransport: SinkTransport {
    let batchBytesMax: Int
    let place: Place

    init(_ place: Place, batchBytesMax: Int) {
        self.place = place
        self.batchBytesMax = batchBytesMax
    }

    func open() throws(SinkError) { place.opened.withLock { $0 += 1 } }

    func send(_ entries: ArraySlice<AuditEntry>) throws(SinkError) {
        let failure = place.outcomes.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let failure { throw failure }
        place.taken.withLock { $0 += entries.map { String(decoding: $0.json, as: UTF8.self) } }
        place.wakeUp.signal()
    }

    func close() {}
}

@Suite struct SinkDrainTests {
    private let lines = LogLines()

    private func sink(_ place: Place, bytesMax: Int = SinkQueue.bytesMaxUsual, batchBytesMax: Int = 1) throws
        -> RecordSink
    {
        try RecordSink(
            name: "place", queue: SinkQueue(bytesMax: bytesMax),
            notices: SinkNotices(name: "place", logger: lines.logger) { 0 }, backoff: Backoff(firstMilliseconds: 0)
        ) { PlaceTransport(place, batchBytesMax: batchBytesMax) }
    }

    private func entries(_ names: [String]) -> [AuditEntry] {
        names.map { AuditEntry(account: "1", region: "r", json: Array($0.utf8)) }
    }

    private func end(_ sink: RecordSink) {
        sink.close()
        sink.end(milliseconds: 60_000)
    }

    @Test(arguments: [1, 300, 1 << 20])
    func allGetsOutInOrder(batchBytesMax: Int) throws {
        let place = try Place()
        let sink = try sink(place, batchBytesMax: batchBytesMax)
        let names = (0..<100).map(String.init)
        for name in names { sink.offer(entries([name])) }
        end(sink)
        #expect(place.names == names)
        #expect(sink.dropped == 0)
        #expect(lines.all.isEmpty)
    }

    @Test func aRecordIsTriedUntilItIsOut() throws {
        let place = try Place([SinkError(cause: "away"), SinkError(cause: "away"), nil])
        let sink = try sink(place)
        sink.offer(entries(["a"]))
        place.wakeUp.wait()
        sink.offer(entries(["b"]))
        end(sink)
        #expect(place.names == ["a", "b"])
        #expect(place.opened.withLock { $0 } == 4)
        #expect(
            lines.all == [
                "warning an audit sink fails cause=away sink=place", "info an audit sink works again sink=place",
            ])
    }

    @Test func whatIsOfNoUseIsDropped() throws {
        let place = try Place([SinkError(cause: "gone", isFinal: true)])
        let sink = try sink(place)
        sink.offer(entries(["a", "b"]))
        end(sink)
        #expect(place.names == ["b"])
        #expect(sink.dropped == 1)
        #expect(lines.all.contains("warning an audit sink dropped records dropped=1 sink=place total=1"))
    }

    @Test func afterTheEndNothingIsTriedTwice() throws {
        let place = try Place([SinkError?](repeating: SinkError(cause: "away"), count: 1_000_000))
        let sink = try sink(place)
        sink.offer(entries(["a", "b", "c"]))
        end(sink)
        #expect(place.names.isEmpty)
        #expect(sink.dropped == 3)
    }

    @Test func theLogHearsOfTheSameOnceAMinute() {
        let now = Mutex<UInt64>(5)
        let notices = SinkNotices(name: "s", logger: lines.logger) { now.withLock { $0 } }
        for dropped in 1...10 { notices.didDrop(dropped) }
        notices.didFail("x")
        notices.didFail("y")
        now.withLock { $0 += SinkNotices.intervalNanoseconds }
        notices.didFail("z")
        notices.didDrop(11)
        notices.didDrop(12)
        notices.didSend()
        notices.didSend()
        notices.didEnd(dropped: 12)
        notices.didEnd(dropped: 12)
        #expect(
            lines.all == [
                "warning an audit sink dropped records dropped=1 sink=s total=1",
                "warning an audit sink fails cause=x sink=s", "warning an audit sink fails cause=z sink=s",
                "warning an audit sink dropped records dropped=10 sink=s total=11",
                "info an audit sink works again sink=s",
                "warning an audit sink dropped records dropped=1 sink=s total=12",
            ])
    }
}

/// What was logged: level, message and fields.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        let lines: LogLines

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            lines.lines.withLock { $0.append("\(event.level) \(event.message)\(fields.joined())") }
        }
    }
}
