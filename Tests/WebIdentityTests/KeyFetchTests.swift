import NIOCore
import NIOPosix
import Testing

@testable import WebIdentity

@Suite("Fetched keys") struct KeyFetchTests {
    /// A server on this machine that answers whatever comes with the same bytes; with none, it waits.
    @discardableResult
    private func withServer<R: Sendable>(
        answering answer: String, _ body: @Sendable (KeyURL, Received) async throws -> R
    ) async throws -> R {
        let received = Received()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answerer(answer, received))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let result = try await body(try KeyURL(parsing: "http://127.0.0.1:\(port)/jwks?x=1"), received)
        try await server.close()
        return result
    }

    private func expectFailure(
        _ reason: String, answering answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withServer(answering: answer) { url, _ in
            await #expect(throws: KeySourceError("\(url.authority): \(reason)"), sourceLocation: sourceLocation) {
                try await KeyFetch(url: url).read()
            }
        }
    }

    @Test("are what the server says") func areRead() async throws {
        try await withServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"keys\":[]}") { url, received in
            let answer = try await KeyFetch(url: url).read()
            #expect(answer == Array("{\"keys\":[]}".utf8))
            let lines = received.text.split(separator: "\r\n")
            #expect(lines.first == "GET /jwks?x=1 HTTP/1.1")
            #expect(lines.contains("Host: \(url.authority)"))
        }
    }

    @Test("may come in chunks") func areChunked() async throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n \r\n0\r\n\r\n"
        try await withServer(answering: answer) { url, _ in
            let answer = try await KeyFetch(url: url).read()
            #expect(answer == Array("{} ".utf8))
        }
    }

    @Test("are not looked for elsewhere") func areNotRedirected() async throws {
        try await expectFailure(
            "answered with status 302",
            answering: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
        try await expectFailure(
            "answered with status 404", answering: "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}")
    }

    @Test("are not too many") func areBounded() async throws {
        let body = String(repeating: " ", count: KeySet.bytesMax + 1)
        try await expectFailure(
            "answered with more than \(KeySet.bytesMax) bytes",
            answering: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    @Test("that are cut short are none") func areWhole() async throws {
        try await withServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}") { url, received in
            received.closeAfterAnswer()
            await #expect(throws: KeySourceError.self) { try await KeyFetch(url: url).read() }
        }
    }

    @Test("are not waited for without end") func areInTime() async throws {
        try await withServer(answering: "") { url, _ in
            await #expect(throws: KeySourceError("\(url.authority): no answer in time")) {
                try await KeyFetch(url: url, timeout: .milliseconds(20)).read()
            }
        }
    }

    @Test("are not to be had where nobody listens") func areUnreachable() async throws {
        let url = try await withServer(answering: "") { url, _ in url }
        await #expect(throws: KeySourceError.self) { try await KeyFetch(url: url).read() }
    }

    @Test("are not believed from a server that does not speak TLS") func speaksTLS() async throws {
        try await withServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") { url, _ in
            let secure = try KeyURL(parsing: "https://127.0.0.1:\(url.port)/jwks")
            await #expect(throws: KeySourceError.self) { try await KeyFetch(url: secure).read() }
        }
    }
}

@Suite("A file of keys") struct KeyFileTests {
    @Test("that is not there, or no file, is none", arguments: ["/nonexistent/jwks.json", "/", ""])
    func isMissing(_ path: String) async {
        await #expect(throws: KeySourceError.self) { try await KeyFile(path: path).read() }
    }

    @Test("without an end is none") func isEndless() async {
        await #expect(throws: KeySourceError("/dev/zero has more than \(KeySet.bytesMax) bytes")) {
            try await KeyFile(path: "/dev/zero").read()
        }
    }
}
