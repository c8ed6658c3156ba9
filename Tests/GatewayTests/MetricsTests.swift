import KMSModel
import Testing

@testable import Gateway

@Suite("The metrics") struct MetricsTests {
    @Test("count calls by operation and outcome, and measure them") func count() async throws {
        let world = try await World()
        for _ in 0..<3 { _ = await world.send(world.client.kms()) }
        _ = await world.send(world.client.kms("Encrypt", "["))
        _ = await world.send(world.client.sts())
        let text = String(decoding: world.metrics.text(), as: UTF8.self)
        #expect(text.hasPrefix("# HELP trent_requests_total Calls answered, by AWS's error code or OK.\n"))
        for line in [
            "# TYPE trent_requests_total counter",
            "trent_requests_total{service=\"kms\",operation=\"ListKeys\",code=\"OK\"} 3",
            "trent_requests_total{service=\"kms\",operation=\"Encrypt\",code=\"SerializationException\"} 1",
            "trent_requests_total{service=\"sts\",operation=\"GetCallerIdentity\",code=\"OK\"} 1",
            "# TYPE trent_request_duration_seconds histogram",
            "trent_request_duration_seconds_bucket{service=\"kms\",operation=\"ListKeys\",le=\"0.001\"} 0",
            "trent_request_duration_seconds_bucket{service=\"kms\",operation=\"ListKeys\",le=\"0.0025\"} 3",
            "trent_request_duration_seconds_bucket{service=\"kms\",operation=\"ListKeys\",le=\"10\"} 3",
            "trent_request_duration_seconds_bucket{service=\"kms\",operation=\"ListKeys\",le=\"+Inf\"} 3",
            "trent_request_duration_seconds_sum{service=\"kms\",operation=\"ListKeys\"} 0.006",
            "trent_request_duration_seconds_count{service=\"kms\",operation=\"ListKeys\"} 3",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        #expect(!text.contains("DescribeKey"))
    }

    @Test("do not grow with what callers send") func doNotGrow() async throws {
        let world = try await World()
        for number in 0..<100 {
            _ = await world.send(world.client.kms("NoSuch\(number)"))
            _ = await world.send(world.client.sts("Action=NoSuch\(number)&Version=\(number)"))
            _ = await world.send(world.client.with { $0.accessKeyID = "AKIA\(number)" }.kms())
            _ = await world.send(world.client.with { $0.region = "mars-\(number)" }.kms())
        }
        let lines = String(decoding: world.metrics.text(), as: UTF8.self).split(separator: "\n")
        let totals = lines.filter { $0.hasPrefix("trent_requests_total") }
        #expect(
            totals == [
                "trent_requests_total{service=\"kms\",operation=\"ListKeys\",code=\"InvalidSignatureException\"} 100",
                "trent_requests_total{service=\"kms\",operation=\"ListKeys\",code=\"UnrecognizedClientException\"} 100",
                "trent_requests_total{service=\"kms\",operation=\"unknown\",code=\"UnknownOperationException\"} 100",
                "trent_requests_total{service=\"sts\",operation=\"unknown\",code=\"InvalidAction\"} 100",
            ])
    }

    @Test("miss none of many calls at once") func missNone() async throws {
        let world = try await World()
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                let request = number.isMultiple(of: 2) ? world.client.kms() : world.client.sts()
                group.addTask { await world.send(request).status }
            }
            for await status in group { #expect(status == 200) }
        }
        let text = String(decoding: world.metrics.text(), as: UTF8.self)
        #expect(text.contains("trent_request_duration_seconds_count{service=\"kms\",operation=\"ListKeys\"} 100\n"))
        #expect(text.contains("{service=\"sts\",operation=\"GetCallerIdentity\",code=\"OK\"} 100\n"))
        #expect(Set(world.observer.calls.map(\.requestID)).count == 200)
    }

    @Test("put each duration into the first bucket that holds it") func putIntoBuckets() {
        let metrics = Metrics()
        let durations: [UInt64] = [0, 100_000, 100_001, 250_000, 10_000_000_000, 10_000_000_001, .max]
        for duration in durations { metrics.count(.kms(.encrypt), code: nil, durationNanoseconds: duration) }
        let lines = String(decoding: metrics.text(), as: UTF8.self).split(separator: "\n")
        let buckets = lines.filter { $0.contains("_bucket") }.compactMap { $0.split(separator: " ").last }
        #expect(buckets == ["2", "4", "4"] + Array(repeating: "4", count: 12) + ["5", "7"])
    }

    @Test("read gauges when they are read") func readGauges() {
        let metrics = Metrics()
        metrics.addGauge("trent_a", help: "One \\ line\nor two.") { 2.5 }
        metrics.addGauge("trent_b", help: "B.") { 7 }
        let text = String(decoding: metrics.text(), as: UTF8.self)
        #expect(
            text.hasSuffix(
                """
                # HELP trent_a One \\\\ line\\nor two.
                # TYPE trent_a gauge
                trent_a 2.5
                # HELP trent_b B.
                # TYPE trent_b gauge
                trent_b 7

                """))
    }

    @Test(
        "write numbers as Prometheus reads them",
        arguments: [
            (0, "0"), (1, "1"), (-3, "-3"), (0.25, "0.25"), (1e20, "1e+20"), (.nan, "NaN"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (1_700_000_000_123, "1700000000123"),
        ] as [(Double, String)])
    func writeNumbers(_ value: Double, _ text: String) {
        var written = PrometheusText()
        written.sample("x", [("l", "a\"b\\c\nd")], value)
        #expect(String(decoding: written.bytes, as: UTF8.self) == "x{l=\"a\\\"b\\\\c\\nd\"} \(text)\n")
    }
}
