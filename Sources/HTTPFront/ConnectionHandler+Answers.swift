import Gateway
import NIOCore

extension ConnectionHandler {
    func handle() {
        guard let context, let request = incoming?.wire else { return }
        phase = .handling
        if shutdownDeadline == nil { watchdog?.rest() }
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        share.admission.requestCame(at: .now())
        Task(executorPreference: share.executor) { [handler] in
            if let refusal = this.value.refusal(of: request) { return this.value.answer(refusal) }
            let response = await handler.handle(request)
            this.value.answer(response)
        }
    }

    /// Nil if the request is to be handled.
    private func refusal(of request: WireRequest) -> WireResponse? {
        if share.admission.requestBegins(at: .now()) { return nil }
        let refusal = handler.overloaded(request)
        if refusal == nil, share.admission.exempts() { return nil }
        share.admission.requestRefused(at: .now())
        return refusal ?? WireResponse(status: 503, headers: [], body: [])
    }

    private func answer(_ response: WireResponse) {
        guard let context, phase == .handling else { return finish() }
        let isLast = incoming?.isKeepAlive != true || shutdownDeadline != nil || hasNoMoreInput
        guard isLast else {
            guard writer.write(response, framing(isLast: false), promise: nil) else { return cutOff() }
            return proceed()
        }
        phase = .closing
        expire(in: timeouts.write)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close() }
        if !writer.write(response, framing(isLast: true), promise: written) { written.succeed() }
    }

    /// Ends the connection without an answer.
    private func cutOff() {
        phase = .closing
        close()
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
        if !writer.write(response, framing(isLast: true), promise: written) { written.succeed() }
        incoming = nil
    }

    private func framing(isLast: Bool) -> AnswerWriter.Framing {
        AnswerWriter.Framing(
            isHTTP10: incoming?.isHTTP10 == true, isHead: incoming?.isHead == true, isLast: isLast)
    }
}
