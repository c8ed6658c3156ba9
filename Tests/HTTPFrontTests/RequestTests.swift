import Gateway
import Testing

@testable import HTTPFront

@Suite(.timeLimit(.minutes(1)))
struct RequestTests {
    private func received(_ text: String, bodyBytesMax: Int = 1_000_000) async throws -> WireRequest {
        let handler = TestHandler(bodyBytesMax: bodyBytesMax)
        try await withConnection(to: handler) { client in
            try await client.send(text)
            let answer = try await client.receive()
            #expect(answer.statusLine == "HTTP/1.1 200 OK")
        }
        return try #require(handler.requests.first)
    }

    @Test(arguments: [
        "localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "KMS.eu-west-1.AmazonAWS.com", "",
    ])
    func `the Host header is handed on as received`(host: String) async throws {
        let request = try await received("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        #expect(request.header("host") == host)
    }

    @Test func `headers keep their order and their repetitions, with names in lower case`() async throws {
        let request = try await received(
            """
            GET / HTTP/1.1\r
            X-Amz-Date: 1\r
            Accept: a\r
            HOST: here\r
            X-Twice:  first \t \r
            x-twice: Second, third\r
            X-Empty:  \r
            \r

            """)
        #expect(request.headers.map(\.name) == ["x-amz-date", "accept", "host", "x-twice", "x-twice", "x-empty"])
        #expect(request.headers.map(\.value) == ["1", "a", "here", "first", "Second, third", ""])
    }

    @Test(arguments: [
        ("/", "/", ""), ("/a%2Fb/../c//d", "/a%2Fb/../c//d", ""), ("/x?", "/x", ""), ("/?a=%20b&c", "/", "a=%20b&c"),
        ("/x?a=1?b", "/x", "a=1?b"), ("*", "*", ""), ("http://host:1/x%20y?q", "/x%20y", "q"),
        ("https://host", "/", ""),
        ("http://host?q", "/", "q"),
    ])
    func `the target is split and otherwise left as sent`(target: String, path: String, query: String) async throws {
        let request = try await received("OPTIONS \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(request.method == "OPTIONS")
        #expect(request.path == path)
        #expect(request.query == query)
    }

    @Test func `the peer is an address without a port, and plain HTTP is not secure`() async throws {
        let request = try await received("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(request.peer == "127.0.0.1")
        #expect(!request.isSecure)
    }

    @Test func `a body that takes many reads comes whole`() async throws {
        let body = String(repeating: "0123456789abcdef", count: 40_000)
        let request = try await received("POST / HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(request.body == Array(body.utf8))
    }

    @Test func `a chunked body comes whole`() async throws {
        let request = try await received(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n")
        #expect(request.body == Array("abcde".utf8))
        #expect(request.header("trailer") == nil)
    }

    @Test func `a body of just the greatest length is taken`() async throws {
        let request = try await received(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5 \r\n\r\nabcde", bodyBytesMax: 5)
        #expect(request.body == Array("abcde".utf8))
    }

    @Test func `bytes that come one by one make a request`() async throws {
        let handler = TestHandler()
        try await withConnection(to: handler) { client in
            for byte in "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" {
                try await client.send(String(byte))
            }
            #expect(try await client.receive().body == "POST /slow")
        }
        #expect(handler.requests.map(\.body) == [Array("hi".utf8)])
    }
}
