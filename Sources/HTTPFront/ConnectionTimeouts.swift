import NIOCore

/// The timeouts of `FrontConfiguration`, as NIO has them.
struct ConnectionTimeouts: Sendable {
    let request: TimeAmount
    let idle: TimeAmount
    let write: TimeAmount
    let linger: TimeAmount
    let shutdown: TimeAmount

    init(_ configuration: FrontConfiguration) {
        request = TimeAmount(configuration.requestTimeout)
        idle = TimeAmount(configuration.idleTimeout)
        write = TimeAmount(configuration.writeTimeout)
        linger = TimeAmount(configuration.lingerTimeout)
        shutdown = TimeAmount(configuration.shutdownTimeout)
    }
}
