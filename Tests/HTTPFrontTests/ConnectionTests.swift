import Gateway
import Testing

@testable import HTTPFront

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test func `a connection serves one request after the other`() async throws {
        try await withConnection(to: TestHandler()) { client in
            for path in ["/1", "/2", "/3"] {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try await client.receive()
                #expect(answer.body == "GET \(path)")
                #expect(answer.headers == ["content-type: text/plain", "Content-Length: 6"])
            }
        }
    }

    @Test func `pipelined requests are handled one at a time and answered in order`() async throws {
        let gate = Gate()
        let handler = TestHandler { request in
            if request.path == "/slow" { await gate.wait() }
            return .text(request.path)
        }
        try await withConnection(to: handler) { client in
            try await client.send("GET /first HTTP/1.1\r\n\r\nGET /slow HTTP/1.1\r\n\r\nPOST /last HTTP/1.1\r\n")
            try await client.send("Content-Length: 3\r\n\r\nabc")
            #expect(try await client.receive().body == "/first")
            #expect(!handler.requests.map(\.path).contains("/last"))
            gate.open()
            #expect(try await client.receive().body == "/slow")
            #expect(try await client.receive().body == "/last")
        }
        #expect(handler.requests.last?.body == Array("abc".utf8))
    }

    @Test func `thousands of pipelined requests are all answered`() async throws {
        let count = 5000
        try await withConnection(to: TestHandler()) { client in
            try await client.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
            for _ in 0..<count { #expect(try await client.receive().body == "GET /") }
        }
    }

    @Test(arguments: [
        ("HTTP/1.1\r\nConnection: close", "HTTP/1.1 200 OK"), ("HTTP/1.0", "HTTP/1.0 200 OK"),
        ("HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c", "HTTP/1.1 200 OK"),
    ])
    func `a client that wants no more is answered and the connection closed`(
        request: String, statusLine: String
    ) async throws {
        try await withConnection(to: TestHandler()) { client in
            try await client.send("GET / \(request)\r\n\r\n")
            let answer = try await client.receive()
            #expect(answer.statusLine == statusLine)
            #expect(answer.headers.contains("Connection: close"))
            #expect(await client.readToEnd().isEmpty)
        }
    }

    @Test func `HTTP 1.0 may keep the connection`() async throws {
        try await withConnection(to: TestHandler()) { client in
            for _ in 0..<2 {
                try await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                let answer = try await client.receive()
                #expect(answer.statusLine == "HTTP/1.0 200 OK")
                #expect(answer.headers.contains("Connection: keep-alive"))
            }
        }
    }

    @Test func `HEAD is answered with the body's length and without the body`() async throws {
        try await withConnection(to: TestHandler()) { client in
            try await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.receive(hasBody: false).headers.contains("Content-Length: 6"))
            #expect(try await client.receive().body == "GET /")
        }
    }

    @Test func `an empty answer has a length of zero`() async throws {
        let handler = TestHandler { _ in WireResponse(status: 200, headers: [], body: []) }
        try await withConnection(to: handler) { client in
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            #expect(try await client.receive().headers == ["Content-Length: 0"])
        }
    }

    @Test func `requests sent before the client closed its half are answered`() async throws {
        try await withConnection(to: TestHandler()) { client in
            try await client.send("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n")
            client.endInput()
            #expect(try await client.receive().body == "GET /1")
            #expect(try await client.receive().body == "GET /2")
            #expect(await client.readToEnd().isEmpty)
        }
    }

    @Test func `a client that leaves during its request does no harm`() async throws {
        let handled = Gate()
        let gate = Gate()
        let handler = TestHandler { request in
            if request.path == "/slow" {
                handled.open()
                await gate.wait()
            }
            return .text("done")
        }
        try await withFront(handler) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.send("GET /slow HTTP/1.1\r\n\r\n")
                await handled.wait()
            }
            gate.open()
            try await RawClient.connect(port: front.port) { client in
                try await client.send("GET / HTTP/1.1\r\n\r\n")
                #expect(try await client.receive().body == "done")
            }
        }
    }

    @Test func `an answer whose headers would break the framing is not sent`() async throws {
        let handler = TestHandler { _ in
            WireResponse(status: 200, headers: [("x-bad", "a\r\ncontent-length: 0")], body: [])
        }
        try await withConnection(to: handler) { client in
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readToEnd().isEmpty)
        }
    }
}
