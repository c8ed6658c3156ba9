import NIOCore

/// One connection's loop: the next request goes out when the last one's answer is here, and not before it is due. To be
/// used on its event loop only.
final class LoadConnection {
    private let loop: any EventLoop
    private let transport: Transport
    private let tally: Tally
    private var requests: SignedRequests
    /// Nil in a closed loop.
    private var pace: Pace?
    private var connection: ExchangeHandler?
    private var isUnanswered = false
    private var finished: EventLoopPromise<Void>?

    /// For answers that are on their way when the time is over.
    static let grace = TimeAmount.seconds(2)
    private static let reconnectDelay = TimeAmount.milliseconds(100)

    init(_ requests: SignedRequests, pace: Pace?, transport: Transport, tally: Tally, loop: any EventLoop) {
        self.requests = requests
        self.pace = pace
        self.transport = transport
        self.tally = tally
        self.loop = loop
    }

    /// - Returns: fulfilled when the tally is over, soon after at the latest, whatever the server does.
    func run() -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        finished = promise
        loop.assumeIsolated().scheduleTask(deadline: tally.end + Self.grace) { self.finish() }
        connect()
        return promise.futureResult
    }

    private func connect() {
        guard finished != nil, !tally.isOver(at: .now()) else { return finish() }
        transport.connect(on: loop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let connection): self.use(connection.value)
            case .failure(let error): self.retry(after: "ConnectionFailed", "\(error)")
            }
        }
    }

    private func use(_ connection: ExchangeHandler) {
        guard finished != nil else { return connection.close() }
        self.connection = connection
        sendNext()
    }

    private func sendNext() {
        let now = NIODeadline.now()
        guard let due = pace?.next(at: now) else { return send(due: now) }
        if due <= now { return send(due: due) }
        loop.assumeIsolated().scheduleTask(deadline: due) { self.send(due: due) }
    }

    private func send(due: NIODeadline) {
        guard finished != nil, !tally.isOver(at: .now()), let connection else { return finish() }
        guard let next = try? requests.next(at: epochSecondsNow()) else { return retry(after: "CannotSign", nil) }
        isUnanswered = true
        connection.send(next.head, next.body) { result in
            self.isUnanswered = false
            self.take(result, due: due)
        }
    }

    private func take(_ result: Result<Reply, Unanswered>, due: NIODeadline) {
        guard finished != nil else { return }
        switch result {
        case .success(let reply):
            tally.count(due: due, answered: .now(), errorCode: reply.errorCode)
            if reply.isKeepAlive { return sendNext() }
            connection?.close()
            connect()
        case .failure(.connectionClosed): retry(after: "ConnectionClosed", nil)
        case .failure(let error): retry(after: "TransportError", "\(error)")
        }
    }

    private func retry(after error: String, _ reason: String?) {
        guard finished != nil else { return }
        tally.count(error: error, reason: reason, at: .now())
        connection?.close()
        connection = nil
        loop.assumeIsolated().scheduleTask(in: Self.reconnectDelay) { self.connect() }
    }

    private func finish() {
        guard let promise = finished else { return }
        finished = nil
        if isUnanswered { tally.count(error: "NoAnswer", reason: nil, at: .now()) }
        connection?.close()
        promise.succeed()
    }
}
