import Gateway
import Testing

@testable import HTTPFront

@Suite(.timeLimit(.minutes(1)))
struct TimeoutTests {
    private static let short = Duration.milliseconds(100)

    @Test(arguments: [
        "", "GET / HTTP/1.1\r\nHos", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ])
    func `a client that stops before its request is whole is cut off`(text: String) async throws {
        let handler = TestHandler()
        try await withConnection(to: handler, configure: { $0.requestTimeout = Self.short }) { client in
            try await client.send(text)
            #expect(await client.readToEnd().isEmpty)
        }
        #expect(handler.requests.isEmpty)
    }

    @Test func `a client that trickles bytes is cut off`() async throws {
        let handler = TestHandler()
        try await withConnection(to: handler, configure: { $0.requestTimeout = Self.short }) { client in
            try await client.send("GET / HTTP/1.1\r\nX: ")
            // Ends when the server has closed the connection.
            while (try? await client.send("x")) != nil { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(handler.requests.isEmpty)
    }

    @Test func `a connection without a next request is closed`() async throws {
        try await withConnection(to: TestHandler(), configure: { $0.idleTimeout = Self.short }) { client in
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.receive().body == "GET /")
            #expect(await client.readToEnd().isEmpty)
        }
    }

    @Test func `a handler may take longer than any client`() async throws {
        let handler = TestHandler { _ in
            try? await Task.sleep(for: Self.short * 4)
            return .text("late")
        }
        try await withFront(handler, configure: { $0.requestTimeout = Self.short }) { front in
            // Where the machine is busy, the client may itself be too slow.
            var answer: RawClient.Answer?
            while answer == nil {
                answer = try? await RawClient.connect(port: front.port) { client in
                    try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try await client.receive()
                }
            }
            #expect(answer?.body == "late")
        }
    }

    @Test func `a client that does not read its answers is cut off`() async throws {
        let handler = TestHandler { _ in
            WireResponse(status: 200, headers: [], body: [UInt8](repeating: 0x78, count: 30_000_000))
        }
        try await withFront(handler, configure: { $0.writeTimeout = Self.short }) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.pauseReading()
                try await client.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
                try await Task.sleep(for: .milliseconds(500))
                try? await client.resumeReading()
                #expect(await client.readToEnd().utf8.count < 30_000_000)
            }
        }
    }

    @Test func `a refused client that neither stops nor closes is cut off`() async throws {
        let handler = TestHandler(bodyBytesMax: 10)
        try await withConnection(to: handler, configure: { $0.lingerTimeout = Self.short }) { client in
            try await client.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n")
            while (try? await client.send("1\r\nx\r\n")) != nil { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(handler.requests.isEmpty)
    }
}
