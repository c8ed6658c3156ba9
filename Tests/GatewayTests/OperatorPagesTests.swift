import Gateway
import Testing

@Suite("The operators' pages") struct OperatorPagesTests {
    @Test(
        "need no credentials",
        arguments: [
            ("/-/health", 200), ("/-/ready", 200), ("/-/metrics", 200), ("/-/nothing", 404), ("/-/", 404),
            ("/-/health/", 404),
        ])
    func needNoCredentials(_ path: String, _ status: Int) async throws {
        let world = try await World()
        for method in ["GET", "HEAD"] {
            let response = await world.send(.plain(method, path))
            #expect(response.status == status)
            #expect(response.header("x-amzn-RequestId") != nil)
        }
        #expect(world.observer.calls.isEmpty)
    }

    @Test("tell life from readiness") func tellReadiness() async throws {
        let world = try await World(isReady: false)
        #expect(await world.send(.plain("GET", "/-/health")).status == 200)
        #expect(await world.send(.plain("GET", "/-/ready")).status == 503)
    }

    @Test("show the metrics as Prometheus reads them") func showMetrics() async throws {
        let world = try await World()
        _ = await world.send(world.client.kms())
        let response = await world.send(.plain("GET", "/-/metrics"))
        #expect(response.header("Content-Type") == "text/plain; version=0.0.4")
        #expect(response.text.contains("\ntrent_build_info{version=\"1.2.3\"} 1\n"))
        #expect(response.text.contains("trent_requests_total{service=\"kms\",operation=\"ListKeys\",code=\"OK\"} 1\n"))
    }

    @Test("are not for calls", arguments: ["POST", "PUT", "DELETE"]) func areNotForCalls(_ method: String) async throws
    {
        let world = try await World()
        let request = WireRequest.plain(method, "/-/health")
        try await world.expect("MissingAuthenticationTokenException", "Missing Authentication Token", request)
    }
}
