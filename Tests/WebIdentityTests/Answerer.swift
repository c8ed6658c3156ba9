import NIOCore
import Synchronization

/// What a test's server was sent, and whether it is to hang up when it has answered.
final class Received: Sendable {
    private let state = Mutex((text: "", closes: false))

    var text: String { state.withLock { $0.text } }
    var closes: Bool { state.withLock { $0.closes } }

    func append(_ text: String) { state.withLock { $0.text += text } }
    func closeAfterAnswer() { state.withLock { $0.closes = true } }
}

/// Answers the first bytes that come.
final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    private let received: Received
    private var hasAnswered = false

    init(_ answer: String, _ received: Received) {
        self.answer = answer
        self.received = received
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(String(buffer: Self.unwrapInboundIn(data)))
        guard !answer.isEmpty, !hasAnswered else { return }
        hasAnswered = true
        let written = context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: answer)))
        if received.closes {
            let channel = context.channel
            written.whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
