import Gateway
import NIOCore
import NIOHTTP1

extension ConnectionHandler {
    func handle() {
        guard let context, let request = incoming?.wire else { return }
        phase = .handling
        if shutdownDeadline == nil { watchdog?.rest() }
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        Task(executorPreference: executor) { [handler] in
            let response = await handler.handle(request)
            this.value.answer(response)
        }
    }

    private func answer(_ response: WireResponse) {
        guard let context, phase == .handling else { return finish() }
        guard response.headers.allSatisfy({ $0.name.isPlainField && $0.value.isPlainField }) else {
            phase = .closing
            return close()
        }
        let isLast = incoming?.isKeepAlive != true || shutdownDeadline != nil || hasNoMoreInput
        guard isLast else {
            write(response, isLast: false, promise: nil)
            return proceed()
        }
        phase = .closing
        expire(in: timeouts.write)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close() }
        write(response, isLast: true, promise: written)
    }

    /// Answers before the request is whole. Were the connection closed at once, what the client has yet to send would
    /// reset it, and the answer could be lost: so only the output is closed, and the input thrown away for a while.
    func refuse(with response: WireResponse) {
        guard let context else { return }
        phase = .draining
        expire(in: timeouts.linger)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.context?.close(mode: .output, promise: nil)
        }
        write(response, isLast: true, promise: written)
        incoming = nil
    }

    func writeContinue() {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context?.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
    }

    private func write(_ response: WireResponse, isLast: Bool, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.write(Self.wrapOutboundOut(.head(head(of: response, isLast: isLast))), promise: nil)
        if !response.body.isEmpty, incoming?.isHead != true {
            let body = context.channel.allocator.buffer(bytes: response.body)
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: promise)
    }

    private func head(of response: WireResponse, isLast: Bool) -> HTTPResponseHead {
        let isHTTP10 = incoming?.isHTTP10 == true
        var headers = response.headers
        headers.append(("content-length", String(response.body.count)))
        if isLast {
            headers.append(("connection", "close"))
        } else if isHTTP10 {
            headers.append(("connection", "keep-alive"))
        }
        return HTTPResponseHead(
            version: isHTTP10 ? .http1_0 : .http1_1, status: HTTPResponseStatus(statusCode: response.status),
            headers: HTTPHeaders(headers))
    }
}

extension String {
    /// Whether it holds nothing that could end a header, and with it begin another (RFC 9110, section 5.5).
    fileprivate var isPlainField: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") } }
}
