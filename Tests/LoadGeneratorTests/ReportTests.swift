import AWSJSON
import Histogram
import NIOCore
import Testing

@testable import LoadGenerator

struct ReportTests {
    private func report(_ latencies: [UInt64], errors: [String: UInt64], cpu: UInt64? = nil) throws -> LoadReport {
        var counts = Tally.Counts()
        for latency in latencies { counts.latencies.record(latency) }
        counts.errors = errors
        counts.total = latencies.count + Int(errors.values.reduce(0, +))
        return LoadReport(
            plan: .brief(.decrypt, try LoadEndpoint(url: "http://localhost:8080")), keyID: "k",
            measured: .seconds(4), counts: counts, serverCPUMicroseconds: cpu)
    }

    @Test func `the text has names and values in columns`() throws {
        let report = try report(Array(1...10), errors: ["A": 1, "B": 5], cpu: 200)
        #expect(
            report.text == """
                operation      Decrypt
                endpoint       http://localhost:8080
                connections    2
                seconds        4.0
                requests       10
                throughput     2.5 /s
                latency p50    5 µs
                latency p90    9 µs
                latency p99    10 µs
                latency p99.9  10 µs
                latency max    10 µs
                server CPU     12.5 µs per request
                errors         6
                  B            5
                  A            1
                """)
    }

    @Test func `the JSON is one object`() throws {
        let report = try report(Array(1...10), errors: ["A": 1, "B": 5], cpu: 200)
        #expect(
            report.json
                == #"{"operation":"Decrypt","endpoint":"http://localhost:8080","keyId":"k","payloadBytes":32,"#
                + #""connections":2,"seconds":4.0,"requests":10,"requestsPerSecond":2.5,"errors":{"B":5,"A":1},"#
                + #""latencyMicroseconds":{"p50":5,"p90":9,"p99":10,"p99.9":10,"max":10},"#
                + #""serverCPUMicrosecondsPerRequest":12.5}"#)
    }

    @Test func `nothing measured leaves out what depends on it`() throws {
        let report = try report([], errors: [:], cpu: 200)
        #expect(report.latency == nil)
        #expect(report.serverCPUMicrosecondsPerRequest == nil)
        #expect(report.text.hasSuffix("throughput   0.0 /s\nerrors       0"))
        #expect(try JSONValue(parsing: Array(report.json.utf8))["requests"]?.int64 == 0)
    }

    @Test func `no percentile is above the greatest latency`() throws {
        let latency = try #require(try report([1_000_001], errors: [:]).latency)
        #expect(latency == .init(p50: 1_000_001, p90: 1_000_001, p99: 1_000_001, p999: 1_000_001, max: 1_000_001))
    }
}
