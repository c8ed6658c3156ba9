import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends what it is told to, byte by byte, and reads answers.
struct RawClient {
    private let channel: any Channel
    private var inbound: AsyncThrowingStream<String, any Error>.AsyncIterator
    private var received = ""

    struct Answer: Equatable {
        var statusLine: String
        /// But for the date.
        var headers: [String]
        var body: String
    }

    struct EndOfInput: Error {}

    /// Connects, calls, and closes the connection.
    static func connect<R>(
        port: Int, tls: NIOSSLContext? = nil, _ body: (inout RawClient) async throws -> R
    ) async throws -> R {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: String.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: "localhost")
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(Receiver(received: continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        defer { channel.close(promise: nil) }
        var client = RawClient(channel: channel, inbound: stream.makeAsyncIterator())
        return try await body(&client)
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// Closes the sending half.
    func endInput() { channel.close(mode: .output, promise: nil) }

    func pauseReading() async throws { try await channel.setOption(.autoRead, value: false).get() }
    func resumeReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

    /// Reads an answer with a Content-Length, or without a body.
    mutating func receive(hasBody: Bool = true) async throws -> Answer {
        let head = try await take(through: "\r\n\r\n").split(separator: "\r\n").map(String.init)
        let headers = head.dropFirst().filter { !$0.hasPrefix("Date: ") }
        let length = headers.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        while hasBody, received.utf8.count < length { try await readMore() }
        let body = String(received.prefix(hasBody ? length : 0))
        received.removeFirst(body.count)
        return Answer(statusLine: head.first ?? "", headers: headers, body: body)
    }

    /// Waits for the server to close the connection; however it does.
    /// - Returns: what came before.
    mutating func readToEnd() async -> String {
        while (try? await readMore()) != nil {}
        return received
    }

    private mutating func take(through end: String) async throws -> String {
        while !received.contains(end) { try await readMore() }
        guard let range = received.firstRange(of: end) else { return "" }
        defer { received.removeSubrange(..<range.upperBound) }
        return String(received[..<range.upperBound])
    }

    private mutating func readMore() async throws {
        guard let part = try await inbound.next(isolation: #isolation) else { throw EndOfInput() }
        received += part
    }
}

private final class Receiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: AsyncThrowingStream<String, any Error>.Continuation

    init(received: AsyncThrowingStream<String, any Error>.Continuation) { self.received = received }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.yield(String(buffer: Self.unwrapInboundIn(data)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { received.finish() }
    }

    func channelInactive(context: ChannelHandlerContext) { received.finish() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { received.finish(throwing: error) }
}
