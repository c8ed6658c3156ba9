import Gateway
import NIOCore
import NIOHTTP1
import Testing

@testable import HTTPFront

/// What strangers can make the server keep in memory.
@Suite(.timeLimit(.minutes(1)))
struct MemoryTests {
    private func post(_ bytes: Int) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes)\r\n\r\n" + String(repeating: "x", count: bytes)
    }

    @Test func `long bodies share their room`() async throws {
        let gate = Gate()
        let handler = TestHandler { _ in
            await gate.wait()
            return .text("done")
        }
        try await withFront(handler, configure: { $0.longBodyBytesMax = 100_000 }) { front in
            try await RawClient.connect(port: front.port) { first in
                try await first.send(post(60_000))
                while handler.requests.isEmpty { await Task.yield() }
                try await RawClient.connect(port: front.port) { second in
                    try await second.send(post(60_000))
                    let refusal = try await second.receive()
                    #expect(refusal.statusLine == "HTTP/1.1 400 Bad Request")
                    #expect(refusal.body == "overloaded")
                    #expect(await second.readToEnd().isEmpty)
                }
                try await RawClient.connect(port: front.port) { short in
                    try await short.send(post(16_000))
                    gate.open()
                    #expect(try await short.receive().body == "done")
                }
                #expect(try await first.receive().body == "done")
                // The first has given its room back.
                try await first.send(post(90_000))
                #expect(try await first.receive().body == "done")
            }
        }
    }

    @Test func `room is taken for what has come, and not for what is declared`() {
        let room = BodyRoom(bytesMax: 1 << 20)
        let declared = HTTPRequestHead(
            version: .http1_1, method: .POST, uri: "/", headers: ["content-length": "\(1 << 20)"])
        var incoming = (0..<17).map { _ in IncomingRequest(declared, peer: "", isSecure: false) }
        func receive(_ bytes: Int, _ number: Int) -> Bool {
            let isTaken = incoming[number].append(ByteBuffer(repeating: 0, count: bytes), bytesMax: 1 << 20)
            return isTaken && incoming[number].findRoom(in: room, bytesMax: 1 << 20)
        }
        for number in 0..<17 { #expect(receive(16 << 10, number)) }
        for number in 0..<16 { #expect(receive(48 << 10, number)) }
        #expect(!receive(1, 16))
        #expect(!receive(1, 0))
        incoming.removeLast(16)
        for _ in 0..<14 { #expect(receive(64 << 10, 0)) }
        #expect(room.take(64 << 10) == nil)
        #expect(room.take((64 << 10) - 1) != nil)
    }

    @Test func `who takes in no answers gets no further ones made`() async throws {
        let handler = TestHandler { request in
            request.path == "/other" ? .text("other") : .text(String(repeating: "x", count: 1_000_000))
        }
        let requests = 60
        try await withFront(handler) { front in
            try await RawClient.connect(port: front.port) { client in
                try await client.pauseReading()
                // They fit into one read.
                try await client.send(String(repeating: "GET / HTTP/1.1\r\n\r\n", count: requests))
                while handler.bigAnswers == 0 { await Task.yield() }
                // Every event loop has come around since.
                for _ in 0..<64 {
                    try await RawClient.connect(port: front.port) { other in
                        try await other.send("GET /other HTTP/1.1\r\n\r\n")
                        _ = try await other.receive()
                    }
                }
                #expect(handler.bigAnswers < requests / 2)
                try await client.resumeReading()
                while handler.bigAnswers < requests { await Task.yield() }
            }
        }
    }
}

extension TestHandler {
    fileprivate var bigAnswers: Int { requests.count { $0.path == "/" } }
}
