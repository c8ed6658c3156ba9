import Foundation
import Testing

@testable import LoadGenerator

@Suite(.timeLimit(.minutes(1)))
struct CountingTests {
    @Test func `errors are counted by their code, and not among the requests`() async throws {
        let server = FakeKMS { _, number in
            switch number % 4 {
            case 1: .answer(status: 400, body: #"{"__type":"com.amazonaws.kms#ThrottlingException"}"#)
            case 2: .answer(status: 500, body: #"{"__type":"KMSInternalException","message":"m"}"#)
            case 3: .answer(status: 503, body: "<html>")
            default: .answer(status: 200, body: "{}")
            }
        }
        let report = try await server.serve { try await LoadPlan.brief(.generateRandom, $0).run() }
        let codes = Set(report.errors.map(\.code))
        #expect(codes == ["ThrottlingException", "KMSInternalException", "HTTP 503"])
        #expect(report.requests > 0)
        #expect(report.errorCount > report.requests)
        #expect(server.calls.count >= Int(report.requests + report.errorCount))
    }

    @Test func `a dropped connection is an error, and another is made`() async throws {
        let server = FakeKMS { _, number in number % 3 == 1 ? .drop : .answer(status: 200, body: "{}") }
        let report = try await server.serve { try await LoadPlan.brief(.generateRandom, $0).run() }
        #expect(report.errors.map(\.code) == ["ConnectionClosed"])
        #expect(report.requests > 0)
    }

    @Test func `a server that closes after each answer is no error`() async throws {
        let server = FakeKMS { _, _ in .answerAndClose(status: 200, body: "{}") }
        let report = try await server.serve { try await LoadPlan.brief(.generateRandom, $0).run() }
        #expect(report.errors.isEmpty)
        #expect(report.requests >= 20)
    }

    @Test func `a server that never answers does not keep the measurement from ending`() async throws {
        let server = FakeKMS { _, _ in .silence }
        let report = try await server.serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.seconds = 2
            return try await plan.run()
        }
        #expect(report.requests == 0)
        #expect(report.latency == nil)
        #expect(Set(report.errors.map(\.code)).isSubset(of: ["NoAnswer"]))
        #expect(report.seconds == 2)
    }

    @Test func `a cancelled measurement ends`() async throws {
        try await FakeKMS().serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.requestsMax = nil
            let running = Task { [plan] in try await plan.run() }
            try await Task.sleep(for: .milliseconds(200))
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
        }
    }

    @Test func `a measurement ends with its time`() async throws {
        let report = try await FakeKMS().serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.requestsMax = nil
            plan.seconds = 1
            plan.warmUpSeconds = 1
            return try await plan.run()
        }
        #expect(report.seconds == 1)
    }

    @Test func `the CPU time of the server's process is measured`() async throws {
        let report = try await FakeKMS().serve { endpoint in
            var plan = LoadPlan.brief(.generateRandom, endpoint)
            plan.requestsMax = 2000
            plan.serverPID = ProcessInfo.processInfo.processIdentifier
            return try await plan.run()
        }
        #expect(try #require(report.serverCPUMicrosecondsPerRequest) > 0)
    }

    @Test(arguments: [
        ("7 (a) S 1 2 3 4 5 6 7 8 9 10 100 23 0 0", 123 as UInt64?), ("7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 1 2 0", 3),
        ("7 (a) S 1 2", nil), ("", nil),
    ])
    func `the name of a process may hold anything`(stat: String, ticks: UInt64?) {
        #expect(ProcessClock.ticks(in: stat) == ticks)
    }
}
