import Gateway
import ServiceLifecycle
import Testing

@testable import HTTPFront

@Suite(.timeLimit(.minutes(1)))
struct ShutdownTests {
    @Test func `a request in flight is answered, and its connection closed`() async throws {
        let handled = Gate()
        let gate = Gate()
        let handler = TestHandler { _ in
            handled.open()
            await gate.wait()
            return .text("finished")
        }
        try await withFront(handler) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                await handled.wait()
                await front.group.triggerGracefulShutdown()
                try await refusesConnections(front)
                gate.open()
                let answer = try await client.receive()
                #expect(answer.body == "finished")
                #expect(answer.headers.contains("Connection: close"))
                #expect(await client.readToEnd().isEmpty)
            }
        }
    }

    @Test func `a request whose body is on its way is answered`() async throws {
        try await withFront(TestHandler()) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.send("POST / HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
                _ = try await client.receive()
                await front.group.triggerGracefulShutdown()
                try await refusesConnections(front)
                try await client.send("body")
                #expect(try await client.receive().body == "POST /")
                #expect(await client.readToEnd().isEmpty)
            }
        }
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHo"])
    func `idle connections are closed at once`(text: String) async throws {
        try await withFront(TestHandler()) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.send(text)
                if text.hasSuffix("\r\n\r\n") { _ = try await client.receive() }
                await front.group.triggerGracefulShutdown()
                #expect(await client.readToEnd().isEmpty)
            }
        }
    }

    @Test(arguments: ["POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n", "GET /stuck HTTP/1.1\r\n\r\n"])
    func `what does not end is cut off`(text: String) async throws {
        let gate = Gate()
        defer { gate.open() }
        let handled = Gate()
        let handler = TestHandler { _ in
            handled.open()
            await gate.wait()
            return .text("too late")
        }
        let impatient = { (configuration: inout FrontConfiguration) in
            configuration.shutdownTimeout = .milliseconds(100)
        }
        try await withFront(handler, configure: impatient) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.send(text)
                if text.hasPrefix("GET") { await handled.wait() }
                await front.group.triggerGracefulShutdown()
                #expect(await client.readToEnd().isEmpty)
            }
        }
    }

    @Test func `a handler that is stuck after its client has gone does not keep a shutdown from ending`() async throws {
        let gate = Gate()
        defer { gate.open() }
        let handled = Gate()
        let handler = TestHandler { _ in
            handled.open()
            await gate.wait()
            return .text("too late")
        }
        try await withFront(handler, configure: { $0.shutdownTimeout = .milliseconds(100) }) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.send("GET / HTTP/1.1\r\n\r\n")
                await handled.wait()
            }
        }
    }

    /// Returns when the front no longer listens.
    private func refusesConnections(_ front: Serving) async throws {
        while (try? await RawClient.connect(port: front.port, { _ in })) != nil {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
