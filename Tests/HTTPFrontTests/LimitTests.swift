import Gateway
import Testing

@testable import HTTPFront

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    @Test(arguments: [
        "Content-Length: 11\r\n\r\n", "Content-Length: 11\r\n\r\n01234567890",
        "Content-Length: 9223372036854775808\r\n\r\n",
        "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n",
        "Transfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n0\r\n\r\n",
    ])
    func `a body over the limit is refused and the connection closed`(rest: String) async throws {
        let handler = TestHandler(bodyBytesMax: 10)
        try await withConnection(to: handler) { client in
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(rest)")
            let answer = try await client.receive()
            #expect(answer.statusLine == "HTTP/1.1 413 Payload Too Large")
            #expect(answer.body == "too large")
            #expect(answer.headers.contains("Connection: close"))
            #expect(await client.readToEnd().isEmpty)
        }
        #expect(handler.requests.isEmpty)
    }

    @Test func `a client that sends its refused body to the end can still read why`() async throws {
        let handler = TestHandler(bodyBytesMax: 10)
        try await withConnection(to: handler, configure: { $0.lingerTimeout = .seconds(30) }) { client in
            let body = String(repeating: "x", count: 4_000_000)
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
            try await client.send(body)
            #expect(try await client.receive().body == "too large")
        }
    }

    @Test func `a client that waits for 100 Continue gets it`() async throws {
        try await withConnection(to: TestHandler()) { client in
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
            #expect(try await client.receive() == .init(statusLine: "HTTP/1.1 100 Continue", headers: [], body: ""))
            try await client.send("hi")
            #expect(try await client.receive().body == "POST /")
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 2000))\r\n\r\n", 431),
        ("GET /\(String(repeating: "x", count: 2000)) HTTP/1.1\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n\(String(repeating: "X: y\r\n", count: 50))\r\n", 431),
        ("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 2000))", 431),
        ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\r\nbad header\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnothex\r\n", 400),
    ])
    func `malformed and oversized heads are refused`(text: String, status: Int) async throws {
        let handler = TestHandler()
        let small = { (configuration: inout FrontConfiguration) in
            configuration.headerBytesMax = 1024
            configuration.headerCountMax = 40
        }
        try await withConnection(to: handler, configure: small) { client in
            try await client.send(text)
            let answer = try await client.receive()
            #expect(answer.statusLine.hasPrefix("HTTP/1.1 \(status) "))
            #expect(answer.headers == ["Content-Length: 0", "Connection: close"])
            #expect(await client.readToEnd().isEmpty)
        }
        #expect(handler.requests.isEmpty)
    }

    @Test func `what is malformed after a good request does not keep that from its answer`() async throws {
        try await withConnection(to: TestHandler()) { client in
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n")
            #expect(try await client.receive().body == "GET /")
            #expect(await client.readToEnd().isEmpty)
        }
    }
}
