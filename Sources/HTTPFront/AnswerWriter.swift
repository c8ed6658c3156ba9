import Gateway
import NIOCore
import NIOHTTP1

/// Writes answers to the connection: each as one buffer. NIO's encoder writes a head, a body and an end, boxes each of
/// them on its way through the pipeline, and gives the kernel several pieces.
final class AnswerWriter: ChannelOutboundHandler {
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// - Returns: false, and writes nothing, if a header would not be one.
    func write(_ answer: WireResponse, _ framing: Framing, promise: EventLoopPromise<Void>?) -> Bool {
        guard answer.headers.allSatisfy({ $0.name.isPlainField && $0.value.isPlainField }) else { return false }
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return true
        }
        let bodyBytes = framing.isHead ? 0 : answer.body.count
        var buffer = context.channel.allocator.buffer(capacity: Self.headBytes + bodyBytes)
        writeHead(of: answer, framing, to: &buffer)
        if !framing.isHead { buffer.writeBytes(answer.body) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
        return true
    }

    /// To let the client send the body for which it waits.
    func writeContinue() {
        guard let context else { return }
        context.writeAndFlush(
            wrapOutboundOut(context.channel.allocator.buffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
    }

    /// What of an answer depends on the request and the connection.
    struct Framing {
        var isHTTP10: Bool
        /// The body is left out, but its length given.
        var isHead: Bool
        /// The connection is closed behind it.
        var isLast: Bool
    }

    /// Enough for the heads that the Gateway gives.
    private static let headBytes = 256

    private var date = DateHeader()

    /// Names are spelled as AWS spells them: MongoDB's drivers know no other `Content-Length`.
    private func writeHead(of answer: WireResponse, _ framing: Framing, to buffer: inout ByteBuffer) {
        buffer.writeStaticString(framing.isHTTP10 ? "HTTP/1.0 " : "HTTP/1.1 ")
        let status = HTTPResponseStatus(statusCode: answer.status)
        buffer.writeString(String(status.code))
        buffer.writeStaticString(" ")
        buffer.writeString(status.reasonPhrase)
        for (name, value) in answer.headers {
            buffer.writeStaticString("\r\n")
            buffer.writeString(name)
            buffer.writeStaticString(": ")
            buffer.writeString(value)
        }
        buffer.writeStaticString("\r\nDate: ")
        buffer.writeString(date.now())
        buffer.writeStaticString("\r\nContent-Length: ")
        buffer.writeString(String(answer.body.count))
        if framing.isLast {
            buffer.writeStaticString("\r\nConnection: close")
        } else if framing.isHTTP10 {
            buffer.writeStaticString("\r\nConnection: keep-alive")
        }
        buffer.writeStaticString("\r\n\r\n")
    }
}

extension String {
    /// Whether it holds nothing that could end a header, and with it begin another (RFC 9110, section 5.5).
    fileprivate var isPlainField: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") } }
}
