import Gateway
import Logging
import Synchronization
import Testing

@testable import trent

@Suite struct CallLogTests {
    let events = Events()

    func observe(_ call: CallRecord, level: Logger.Level = .info) -> [LogEvent] {
        var logger = Logger(label: "test") { _ in RecordingHandler(events: events) }
        logger.logLevel = level
        CallLog(logger: logger, ticks: SystemClock()).observe(call)
        return events.all
    }

    func call() -> CallRecord {
        var call = CallRecord(requestID: "r", service: "kms", operation: "Encrypt", peer: "::1")
        call.status = 200
        call.durationNanoseconds = 1_234_567
        return call
    }

    @Test func aCallIsOneEventWithWhatIsKnownOfIt() throws {
        var call = call()
        call.keyARN = "arn:key"
        let event = try #require(observe(call).first)
        #expect(events.all.count == 1)
        #expect(event.level == .info)
        let fields = (event.metadata ?? [:]).mapValues(\.description)
        #expect(
            fields == [
                "request": "r", "service": "kms", "operation": "Encrypt", "peer": "::1", "status": "200", "ms": "1.234",
                "key": "arn:key",
            ])
    }

    @Test func aCallWithACauseIsAnError() throws {
        var call = call()
        call.errorCode = "KMSInternalException"
        call.cause = "the disk is full"
        let event = try #require(observe(call, level: .error).first)
        #expect(event.level == .error)
        #expect(event.metadata?["cause"] == "the disk is full")
    }

    @Test func aQuietLogLeavesCallsOut() {
        #expect(observe(call(), level: .notice).isEmpty)
    }
}

final class Events: Sendable {
    private let events = Mutex<[LogEvent]>([])
    var all: [LogEvent] { events.withLock { $0 } }
    func add(_ event: LogEvent) { events.withLock { $0.append(event) } }
}

private struct RecordingHandler: LogHandler {
    let events: Events
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { events.add(event) }
}
