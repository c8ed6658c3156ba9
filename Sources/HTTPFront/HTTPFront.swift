// Room: HTTPFront (floor 6)
// Holds: HTTP/1.1 over TCP and TLS: connections, their limits and timeouts, whole requests in, whole answers out.
// Must not know: services, operations, signatures, or what any header but the framing ones means.
// Go instead: to Gateway for what happens to a request, to trent for where the configuration comes from.

public import Gateway
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// A server that hands the requests of one listening socket to a handler.
///
/// A graceful shutdown refuses new connections, closes idle ones at once, and lets the requests that have begun finish;
/// whatever is open after `FrontConfiguration.shutdownTimeout` is cut off.
public struct HTTPFront: Service {
    private let configuration: FrontConfiguration
    private let handler: any WireHandler
    private let logger: Logger
    private let onBound: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - configuration: where to listen, and the limits.
    ///   - handler: called once for each whole request, on the thread of the connection's event loop: what keeps a thread
    ///     busy for long keeps that loop's other connections waiting.
    ///   - logger: for the server's own start and stop; nothing is logged per request.
    ///   - onBound: called once, with the port in use, before the first connection is served.
    public init(
        configuration: FrontConfiguration, handler: any WireHandler, logger: Logger,
        onBound: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.configuration = configuration
        self.handler = handler
        self.logger = logger
        self.onBound = onBound
    }

    /// Serves until a graceful shutdown has ended or the task is cancelled.
    public func run() async throws(FrontError) {
        let server = try makeServer()
        do {
            try await server.run()
        } catch {
            // What goes wrong on a connection stays there, so this was the listening socket.
            throw .cannotListen(host: configuration.host, port: configuration.port, ListenProblem(error))
        }
    }

    private func makeServer() throws(FrontError) -> any Service {
        let connections = FrontChannel(configuration: configuration, handler: handler)
        guard let tls = configuration.tls else { return server(of: connections) }
        do {
            return server(of: try TLSChannel(connections, tlsConfiguration: tls.serverConfiguration()))
        } catch {
            throw .unusableTLSFiles(tls, error as? TLSProblem ?? .other("\(error)"))
        }
    }

    /// How many connections are accepted in a turn of the event loop; `connectionsMax` may be exceeded by as many.
    private static let acceptedAtOnce: UInt = 64

    private func server(of channel: some ServerChildChannel) -> any Service {
        channel.server(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                backlog: configuration.backlog,
                availableConnectionsDelegate: .maximum(configuration.connectionsMax, logger: logger)),
            onServerRunning: { [onBound, configuration] channel in
                // In an overload a turn of the loop is long, and of NIO's own number of 4 a second's would be few.
                try? await channel.setOption(.maxMessagesPerRead, value: Self.acceptedAtOnce).get()
                await onBound(channel.localAddress?.port ?? configuration.port)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    }
}
