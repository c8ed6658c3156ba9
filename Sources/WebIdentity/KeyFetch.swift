import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Fetches a JWK Set: one GET on a connection of its own, no redirects, bounded in size and time.
struct KeyFetch: KeySource {
    let url: KeyURL
    /// As long as AWS waits (https://repost.aws/knowledge-center/iam-sts-invalididentitytoken).
    var timeout = TimeAmount.seconds(5)

    func read() async throws(KeySourceError) -> [UInt8] {
        do {
            return try await fetch(try url.isSecure ? Self.trustingTheSystem() : nil).get()
        } catch let error as KeySourceError {
            throw KeySourceError("\(url.authority): \(error.reason)")
        } catch {
            throw KeySourceError("\(url.authority): \(error)")
        }
    }

    private func fetch(_ tls: NIOSSLContext?) -> EventLoopFuture<[UInt8]> {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: [UInt8].self)
        let deadline = loop.scheduleTask(in: timeout) { answer.fail(KeySourceError("no answer in time")) }
        let connection = ClientBootstrap(group: loop)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try addHandlers(to: channel.pipeline.syncOperations, tls, answer)
                }
            }
            .connect(host: url.host, port: url.port)
        connection.cascadeFailure(to: answer)
        return answer.futureResult.always { _ in
            deadline.cancel()
            connection.whenSuccess { $0.close(promise: nil) }
        }
    }

    private func addHandlers(
        to pipeline: ChannelPipeline.SynchronousOperations, _ tls: NIOSSLContext?, _ answer: EventLoopPromise<[UInt8]>
    ) throws {
        if let tls {
            let name = url.isAddress ? nil : url.host
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        try pipeline.addHandler(HTTPRequestEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder()))
        try pipeline.addHandler(KeyFetchHandler(url, answer))
    }

    private static func trustingTheSystem() throws -> NIOSSLContext {
        try NIOSSLContext(configuration: .makeClientConfiguration())
    }
}

/// The client's end of the connection.
private final class KeyFetchHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let url: KeyURL
    private let answer: EventLoopPromise<[UInt8]>
    private var body: [UInt8] = []

    init(_ url: KeyURL, _ answer: EventLoopPromise<[UInt8]>) {
        self.url = url
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        let headers: HTTPHeaders = [
            "Host": url.authority, "Accept": "application/json", "User-Agent": "trent", "Connection": "close",
        ]
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            guard head.status == .ok else { return end(context, "answered with status \(head.status.code)") }
        case .body(let part):
            guard body.count + part.readableBytes <= KeySet.bytesMax else {
                return end(context, "answered with more than \(KeySet.bytesMax) bytes")
            }
            body.append(contentsOf: part.readableBytesView)
        case .end: answer.succeed(body)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context, "closed the connection before its answer was over")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context, "\(error)") }

    /// Does nothing if there was an answer.
    private func end(_ context: ChannelHandlerContext, _ reason: String) {
        answer.fail(KeySourceError(reason))
        context.close(promise: nil)
    }
}
