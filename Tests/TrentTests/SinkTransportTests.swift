import AuditTrail
import Testing

@testable import trent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct SinkTransportTests {
    private func entry(_ json: String) -> AuditEntry {
        AuditEntry(account: "111122223333", region: "eu-west-1", json: Array(json.utf8))
    }

    private func sinks(_ address: SinkAddress, standardOutput: Int32 = 1, bytesMax: Int = SinkQueue.bytesMaxUsual)
        throws -> EventSinks
    {
        try EventSinks(
            [address], logger: LogLines().logger, bytesMax: bytesMax, standardOutput: standardOutput, now: { 0 })
    }

    // MARK: Lines

    @Test func eachRecordIsALineOfTheStandardOutput() throws {
        let pipe = try Pipe()
        let sinks = try sinks(.standardOutput, standardOutput: pipe.writing)
        sinks.follow([entry(#"{"a":1}"#), entry(#"{"b":2}"#)])
        #expect(pipe.read(count: 16) == "{\"a\":1}\n{\"b\":2}\n")
        sinks.close(milliseconds: 60_000)
        #expect(sinks.dropped.map(\.count) == [0])
    }

    @Test func aReaderThatDoesNotReadHoldsNobodyUp() throws {
        let pipe = try Pipe()
        let sinks = try sinks(.standardOutput, standardOutput: pipe.writing, bytesMax: 1 << 20)
        // Far more than the pipe and the queue can hold.
        for _ in 0..<100 { sinks.follow([entry(String(repeating: "x", count: 50_000))]) }
        #expect(sinks.dropped.first?.sink == "stdout")
        #expect((sinks.dropped.first?.count ?? 0) > 70)
        sinks.close(milliseconds: 0)
        #expect((sinks.dropped.first?.count ?? 0) > 95, "what is left at the end is dropped too")
    }

    @Test func aReaderThatIsGoneIsNoReasonToEnd() throws {
        let pipe = try Pipe()
        pipe.closeReading()
        let sinks = try sinks(.standardOutput, standardOutput: pipe.writing)
        sinks.follow([entry("{}"), entry("{}")])
        sinks.close(milliseconds: 60_000)
        #expect(sinks.dropped.map(\.count) == [2])
    }

    // MARK: Datagrams

    @Test func eachRecordIsADatagramOverUDP() throws {
        let server = try Receiver.udp()
        let sinks = try sinks(.udp(try server.address))
        sinks.follow([entry(#"{"eventName":"Encrypt"}"#), entry(#"{"eventName":"Decrypt","errorCode":"x"}"#)])
        let first = try #require(server.receive())
        #expect(first.hasPrefix("<109>1 - ") && first.hasSuffix(#"] {"eventName":"Encrypt"}"#))
        let second = try #require(server.receive())
        #expect(second.hasPrefix("<108>1 - ") && second.hasSuffix(#"] {"eventName":"Decrypt","errorCode":"x"}"#))
        sinks.close(milliseconds: 60_000)
    }

    @Test func aRecordThatNoDatagramHoldsGoesOutWithoutItsText() throws {
        let server = try Receiver.udp()
        let sinks = try sinks(.udp(try server.address))
        let text = String(repeating: "x", count: 66_000)
        let long = #"{"eventID":"e9","userAgent":"\#(text)"}"#
        sinks.follow([entry(long)])
        let message = try #require(server.receive())
        #expect(message.contains(#"eventID="e9""#))
        #expect(message.hasSuffix(#" recordBytes="\#(long.utf8.count)"]"#))
        sinks.close(milliseconds: 60_000)
        #expect(sinks.dropped.map(\.count) == [0])
    }

    @Test func eachRecordIsADatagramOfTheLocalSocket() throws {
        let directory = try Directory()
        let path = directory / "log"
        let server = try Receiver.unix(path)
        let sinks = try sinks(.unix(path: path))
        sinks.follow([entry(#"{"eventName":"Sign"}"#)])
        #expect(try #require(server.receive()).hasSuffix(#"] {"eventName":"Sign"}"#))
        sinks.close(milliseconds: 60_000)
    }

    // MARK: TCP

    @Test func messagesOfAStreamHaveTheirLengthBeforeThem() throws {
        let server = try Receiver.tcp()
        let sinks = try sinks(.tcp(try server.address))
        sinks.follow([entry(#"{"eventName":"Encrypt"}"#), entry(#"{"eventName":"Décrypt"}"#)])
        let connection = try #require(server.accept())
        for name in ["Encrypt", "Décrypt"] {
            #expect(try #require(connection.receiveFrame()).hasSuffix(#"] {"eventName":"\#(name)"}"#))
        }
        sinks.close(milliseconds: 60_000)
    }

    @Test func aConnectionThatTheOtherSideEndedIsMadeAnew() throws {
        let server = try Receiver.tcp()
        let sinks = try sinks(.tcp(try server.address))
        for name in ["first", "second"] {
            sinks.follow([entry(#"{"eventName":"\#(name)"}"#)])
            let connection = try #require(server.accept())
            #expect(try #require(connection.receiveFrame()).contains(name))
        }
        sinks.close(milliseconds: 60_000)
        #expect(sinks.dropped.map(\.count) == [0])
    }

    @Test func nobodyWaitsAtTheEndForWhoDoesNotAnswer() throws {
        // Nobody listens there any more.
        let address = try Receiver.tcp().address
        let sinks = try sinks(.tcp(address))
        sinks.follow([entry("{}")])
        sinks.close(milliseconds: 60_000)
        #expect(sinks.dropped.map(\.count) == [1])
    }
}
