import NIOCore
import Synchronization
import Testing

@testable import LoadGenerator

@Suite(.timeLimit(.minutes(1)))
struct OpenLoopTests {
    private func plan(rate: Int?) throws -> LoadPlan {
        var plan = LoadPlan.brief(.generateRandom, try LoadEndpoint(url: "http://localhost:1"))
        plan.connections = 4
        plan.rate = rate
        return plan
    }

    @Test func `requests are due at even distances over all connections`() throws {
        let plan = try plan(rate: 1000)
        let begin = NIODeadline.uptimeNanoseconds(0)
        var due: [Int64] = []
        for connection in 0..<4 {
            var pace = try #require(Pace(plan, connection: connection))
            for _ in 0..<3 { due.append((pace.next(at: begin) - begin).nanoseconds / 1_000_000) }
        }
        #expect(due.sorted() == Array(0..<12))
        #expect(due.prefix(3) == [0, 4, 8])
    }

    @Test func `a closed loop has no pace`() throws {
        #expect(Pace(try plan(rate: nil), connection: 0) == nil)
    }

    @Test func `latencies count from when requests were due`() async throws {
        // All are due at once, but a connection sends one after the other: the last has waited for all before it.
        let slow = FakeKMS { _, _ in
            let end = ContinuousClock.now + .milliseconds(2)
            while ContinuousClock.now < end {}
            return .good
        }
        let report = try await slow.serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.connections = 1
            plan.rate = 1_000_000
            return try await plan.run()
        }
        #expect(report.requests >= 20)
        #expect(report.rate == 1_000_000)
        let latency = try #require(report.latency)
        // From when it was sent, half of them would have taken little more than one does.
        let least: UInt64 = report.requests / 2 * 1800
        #expect(latency.p50 >= least)
    }

    @Test func `throttled requests are counted by themselves where that is allowed`() async throws {
        let server = FakeKMS { _, number in
            number % 2 == 1
                ? .answer(status: 400, body: #"{"__type":"ThrottlingException","message":"m"}"#) : .good
        }
        let report = try await server.serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.allowThrottling = true
            return try await plan.run()
        }
        #expect(report.errors.isEmpty)
        #expect(report.throttled ?? 0 > 0)
        #expect(report.text.contains("throttled"))
    }

    @Test func `a rate that is none is refused`() async throws {
        await #expect(throws: LoadError.outOfRange(name: "rate", value: 0, allowed: 1...1_000_000)) {
            try await plan(rate: 0).run()
        }
    }
}
