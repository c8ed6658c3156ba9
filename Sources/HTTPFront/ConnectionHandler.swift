import Gateway
import NIOCore
import NIOHTTP1

/// One connection: requests one after the other, each answered before the next is looked at.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never

    enum Phase {
        /// Of the next request, there is no whole head yet.
        case awaiting
        /// The head is here, the body is coming.
        case receiving
        case handling
        /// The last answer is being written.
        case closing
        /// A request was refused; the rest of it is thrown away.
        case draining
        case closed
    }

    let handler: any WireHandler
    let writer: AnswerWriter
    let timeouts: ConnectionTimeouts
    let share: LoopShare
    let room: BodyRoom
    /// Nil for a connection without TLS.
    let handshake: HandshakePeek?
    /// The address comes with the connection, after the handler was added.
    private(set) lazy var peer = context?.remoteAddress?.ipAddress ?? ""

    var phase = Phase.awaiting
    /// The request that is being received or handled.
    var incoming: IncomingRequest?
    /// What came of later requests while one was being handled: no more than was read at once, as nothing more is read
    /// then.
    private var pipelined = CircularBuffer<HTTPServerRequestPart>()
    private var isReadDue = false
    /// Nothing more will come that could be understood.
    private var isInputAtEnd = false
    /// Set by a graceful shutdown.
    private(set) var shutdownDeadline: NIODeadline?

    private(set) var context: ChannelHandlerContext?
    private(set) var watchdog: Watchdog?
    private let finished: EventLoopPromise<Void>

    init(
        handler: any WireHandler, writer: AnswerWriter, timeouts: ConnectionTimeouts, handshake: HandshakePeek?,
        share: LoopShare, room: BodyRoom, finished: EventLoopPromise<Void>
    ) {
        self.handler = handler
        self.writer = writer
        self.timeouts = timeouts
        self.handshake = handshake
        self.share = share
        self.room = room
        self.finished = finished
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let watchdog = Watchdog(loop: context.eventLoop)
        watchdog.onExpiry = { self.close() }
        self.watchdog = watchdog
        expire(in: timeouts.request)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        let wasHandling = phase == .handling
        phase = .closed
        pipelined.removeAll()
        guard wasHandling else { return finish() }
        watchdog?.onExpiry = { self.finish() }
        watchdog?.expire(at: .now() + timeouts.shutdown)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = Self.unwrapInboundIn(data)
        if phase == .handling || !pipelined.isEmpty {
            pipelined.append(part)
        } else {
            take(part)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputAtEnd = true
            closeIfDone()
        case is ChannelShouldQuiesceEvent:
            shutDown()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (phase, error) {
        case (_, is HTTPParserError) where phase == .handling || !pipelined.isEmpty:
            isInputAtEnd = true
        case (.awaiting, let error as HTTPParserError), (.receiving, let error as HTTPParserError):
            let status = error == .headerOverflow ? 431 : 400
            refuse(with: WireResponse(status: status, headers: [], body: []))
        case (.draining, is HTTPParserError):
            break
        default:
            close()
        }
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { isReadDue = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if phase != .handling { takePipelined() }
        readIfDue()
        context.fireChannelWritabilityChanged()
    }

    /// A client that sends faster than it takes in answers, or pipelines more than a read, has to wait. One that doesn't is
    /// read from all the time: to stop and go on costs two calls of the kernel.
    private var mayRead: Bool { (phase != .handling || pipelined.isEmpty) && isWritable }

    private var isWritable: Bool { context?.channel.isWritable == true }

    private func readIfDue() {
        guard isReadDue, mayRead else { return }
        isReadDue = false
        context?.read()
    }

    /// The next of the requests that have come already, if one is whole; or else reads on.
    func proceed() {
        phase = .awaiting
        incoming = nil
        expire(in: timeouts.idle)
        takePipelined()
        readIfDue()
    }

    /// Only as long as the client takes in the answers: otherwise those to a single read could fill the memory.
    private func takePipelined() {
        while phase != .handling, isWritable, let part = pipelined.popFirst() { take(part) }
        closeIfDone()
    }

    var hasNoMoreInput: Bool { isInputAtEnd && pipelined.isEmpty }

    private func closeIfDone() {
        if hasNoMoreInput, phase != .handling, phase != .closing { close() }
    }

    private func shutDown() {
        let deadline = NIODeadline.now() + timeouts.shutdown
        shutdownDeadline = deadline
        guard phase != .awaiting, let watchdog else { return close() }
        watchdog.expire(at: min(watchdog.deadline, deadline))
    }

    /// Sets the deadline, which a shutdown's comes before.
    func expire(in time: TimeAmount) {
        watchdog?.expire(at: min(.now() + time, shutdownDeadline ?? .distantFuture))
    }

    func close() {
        // A request that is still being handled has had its time.
        if phase == .handling, shutdownDeadline != nil { finish() }
        context?.close(promise: nil)
    }

    func finish() {
        watchdog?.stop()
        watchdog = nil
        finished.succeed()
    }
}
