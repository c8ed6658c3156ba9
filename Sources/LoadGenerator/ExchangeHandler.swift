import NIOCore
import NIOHTTP1

/// The client's end of one connection: one request out, one answer in. To be used on its event loop only.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private var context: ChannelHandlerContext?
    private var head: HTTPResponseHead?
    private var body = ByteBuffer()
    private var whenAnswered: ((Result<Reply, Unanswered>) -> Void)?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        end(.failure(.connectionClosed))
    }

    /// Sends a request; what to do with the answer is called once, also if the connection closes first.
    func send(
        _ head: HTTPRequestHead, _ body: ByteBuffer, whenAnswered: @escaping (Result<Reply, Unanswered>) -> Void
    ) {
        guard let context else { return whenAnswered(.failure(.connectionClosed)) }
        self.whenAnswered = whenAnswered
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func close() { context?.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            end(.success(Reply(status: Int(head.status.code), body: body, isKeepAlive: head.isKeepAlive)))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failure(.transport("\(error)")))
        context.close(promise: nil)
    }

    private func end(_ result: Result<Reply, Unanswered>) {
        let whenAnswered = whenAnswered
        self.whenAnswered = nil
        whenAnswered?(result)
    }
}
