import Gateway
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What is done to each accepted connection. Unlike Hummingbird's own HTTP/1 channel it stays below HTTPTypes, which
/// moves the Host header and forgets the HTTP version, and below asynchronous channels, which cost two hops a request.
struct FrontChannel: ServerChildChannel {
    struct Connection: ServerChildChannelValue {
        let channel: any Channel
        /// The channel is closed, and no request of it is being handled.
        let finished: EventLoopFuture<Void>
    }

    private let handler: any WireHandler
    private let timeouts: ConnectionTimeouts
    private let isSecure: Bool
    private let limits: NIOHTTPDecoderLimitConfiguration
    private let room: BodyRoom
    private let shares = LoopShares()

    init(configuration: FrontConfiguration, handler: any WireHandler) {
        self.handler = handler
        timeouts = ConnectionTimeouts(configuration)
        isSecure = configuration.tls != nil
        room = BodyRoom(bytesMax: configuration.longBodyBytesMax)
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.headerBytesMax
        limits.maxHeaderListSize = configuration.headerBytesMax
        limits.maxHeaderFieldCount = configuration.headerCountMax
        self.limits = limits
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            // Otherwise NIOSSL waits seconds for a client's farewell even after the client has closed.
            if isSecure { try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false) }
            let pipeline = channel.pipeline.syncOperations
            let handshake = isSecure ? HandshakePeek() : nil
            if let handshake { try pipeline.addHandler(handshake, position: .first) }
            // Before the decoder, which takes whatever passes it for a part of an answer.
            let writer = AnswerWriter()
            try pipeline.addHandler(writer)
            // Of NIO's handlers only this one: pipelining and malformed requests are ConnectionHandler's, which knows
            // when a connection is to close.
            try pipeline.addHandler(
                ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)))
            let finished = channel.eventLoop.makePromise(of: Void.self)
            try pipeline.addHandler(
                ConnectionHandler(
                    handler: handler, writer: writer, timeouts: timeouts, handshake: handshake,
                    share: shares.share(of: channel.eventLoop), room: room, finished: finished))
            return Connection(channel: channel, finished: finished.futureResult)
        }
    }

    func handle(value: Connection, logger: Logger) async {
        await withTaskCancellationHandler {
            // The promise never fails.
            try? await value.finished.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }
}
