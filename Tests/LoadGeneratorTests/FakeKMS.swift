import LoadGenerator
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SigV4
import Synchronization

/// A server that answers what it is told to, and remembers what it was asked.
final class FakeKMS: Sendable {
    struct Call: Sendable {
        var operation: String
        var body: String
        var headers: [(name: String, value: String)]
        var hasGoodSignature: Bool
    }

    enum Reaction: Sendable {
        case answer(status: Int, body: String)
        case answerAndClose(status: Int, body: String)
        /// Closes the connection instead of answering.
        case drop
        /// Never answers.
        case silence
    }

    static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    private let log = Mutex<[Call]>([])
    private let react: @Sendable (_ operation: String, _ number: Int) -> Reaction

    /// - Parameter react: what to do with the call of this number, counted from 1 for each operation.
    init(react: @escaping @Sendable (_ operation: String, _ number: Int) -> Reaction = { _, _ in .good }) {
        self.react = react
    }

    var calls: [Call] { log.withLock { $0 } }
    func calls(of operation: String) -> [Call] { calls.filter { $0.operation == operation } }

    /// Calls with its endpoint, and shuts down.
    @discardableResult
    func serve<R>(tls: NIOSSLContext? = nil, _ body: (LoadEndpoint) async throws -> R) async throws -> R {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        let result = try await body(LoadEndpoint(url: "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)"))
        try await server.close()
        return result
    }

    fileprivate func take(_ call: Call) -> Reaction {
        let number = log.withLock { log in
            log.append(call)
            return log.count { $0.operation == call.operation }
        }
        return react(call.operation, number)
    }
}

extension FakeKMS.Reaction {
    /// What any operation here may answer.
    static let good = answer(status: 200, body: #"{"KeyMetadata":{"KeyId":"made"},"CiphertextBlob":"Y2lwaGVy"}"#)
}

private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: FakeKMS
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(server: FakeKMS) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            react(server.take(call(head)), context)
        }
    }

    private func react(_ reaction: FakeKMS.Reaction, _ context: ChannelHandlerContext) {
        switch reaction {
        case .answer(let status, let body): answer(status, body, [], context)
        case .answerAndClose(let status, let body):
            answer(status, body, [("connection", "close")], context)
            context.close(promise: nil)
        case .drop: context.close(promise: nil)
        case .silence: break
        }
    }

    private func answer(
        _ status: Int, _ body: String, _ headers: [(String, String)], _ context: ChannelHandlerContext
    ) {
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status),
            headers: HTTPHeaders(headers + [("content-length", String(body.utf8.count))]))
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func call(_ head: HTTPRequestHead) -> FakeKMS.Call {
        let headers = head.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        let request = SignableRequest(method: head.method.rawValue, path: head.uri, query: "", headers: headers)
        let text = String(buffer: body)
        // IAM's operations stand in the body.
        let target = head.headers.first(name: "x-amz-target") ?? String(text.dropFirst(7).prefix { $0 != "&" })
        return FakeKMS.Call(
            operation: target.split(separator: ".").last.map(String.init) ?? "", body: text,
            headers: headers, hasGoodSignature: (try? verify(request)) != nil)
    }

    private func verify(_ request: SignableRequest) throws {
        let claim = try SignatureClaim(of: request)
        let key = SigningKey.derive(secret: FakeKMS.secret, scope: claim.authorization.scope)
        try RequestVerifier().verify(
            claim, of: request, payload: PayloadHash(of: Array(body.readableBytesView)), signingKey: key,
            nowEpochSeconds: claim.time.epochSeconds)
    }
}
