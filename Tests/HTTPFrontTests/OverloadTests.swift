import Gateway
import NIOCore
import Synchronization
import Testing

@testable import HTTPFront

private final class Count: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
}

@Suite(.timeLimit(.minutes(1)))
struct OverloadTests {
    /// Keeps its event loop busy, as computing does.
    private static func busy(milliseconds: Int) {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while ContinuousClock.now < end {}
    }

    /// On every loop there is more at once than an interval has time for, however fast the machine is.
    @Test func `what a loop does not come to is refused, and the connections live on`() async throws {
        let (connections, requests) = (4 * System.coreCount, 80)
        let gates = (0..<connections).map { _ in Gate() }
        let refused = Count()
        let handler = TestHandler { request in
            if let number = Int(request.path.dropFirst(8)) { await gates[number].wait() }
            if request.path == "/" { Self.busy(milliseconds: 1) }
            return .text("done")
        }
        try await withFront(handler) { front in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<connections {
                    group.addTask {
                        try await RawClient.connect(port: front.port) { client in
                            let light = "GET /always/\(number) HTTP/1.1\r\n\r\n"
                            try await client.send(light + String(repeating: "GET / HTTP/1.1\r\n\r\n", count: requests))
                            #expect(try await client.receive().body == "done")
                            for _ in 0..<requests {
                                let answer = try await client.receive()
                                if answer.body == "overloaded" {
                                    refused.add()
                                    #expect(answer.statusLine == "HTTP/1.1 400 Bad Request")
                                    #expect(!answer.headers.contains("Connection: close"))
                                } else {
                                    #expect(answer.body == "done")
                                }
                            }
                            try await client.send("GET /always HTTP/1.1\r\n\r\n")
                            #expect(try await client.receive().body == "done")
                        }
                    }
                }
                while handler.requests.count < connections { await Task.yield() }
                for gate in gates { gate.open() }
                try await group.waitForAll()
            }
        }
        #expect(refused.value > 0)
        #expect(handler.requests.count + refused.value == connections * (requests + 2))
    }
}
