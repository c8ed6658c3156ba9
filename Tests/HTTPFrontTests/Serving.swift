import Gateway
import HTTPFront
import Logging
import ServiceLifecycle
import Synchronization

/// Answers as it is told, and remembers what it was asked.
final class TestHandler: WireHandler {
    let bodyBytesMax: Int
    private let respond: @Sendable (WireRequest) async -> WireResponse
    private let log = Mutex<[WireRequest]>([])

    init(
        bodyBytesMax: Int = 1_000_000,
        respond: @escaping @Sendable (WireRequest) async -> WireResponse = { .text("\($0.method) \($0.path)") }
    ) {
        self.bodyBytesMax = bodyBytesMax
        self.respond = respond
    }

    var requests: [WireRequest] { log.withLock { $0 } }

    func handle(_ request: WireRequest) async -> WireResponse {
        log.withLock { $0.append(request) }
        return await respond(request)
    }

    func bodyTooLarge() -> WireResponse { .text("too large", status: 413) }

    func overloaded(_ request: WireRequest) -> WireResponse? {
        request.path.hasPrefix("/always") ? nil : .text("overloaded", status: 400)
    }
}

extension WireResponse {
    static func text(_ body: String, status: Int = 200) -> WireResponse {
        WireResponse(status: status, headers: [("content-type", "text/plain")], body: Array(body.utf8))
    }
}

/// A place where tasks wait until they are let go.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func wait() async { for await _ in stream {} }
    func open() { continuation.finish() }
}

/// A front that is up.
struct Serving {
    let port: Int
    let group: ServiceGroup
}

/// Calls with a front that listens on loopback, and shuts it down gracefully afterwards.
func withFront<R>(
    _ handler: any WireHandler, configure: (inout FrontConfiguration) -> Void = { _ in },
    _ body: (Serving) async throws -> R
) async throws -> R {
    var configuration = FrontConfiguration(host: "127.0.0.1", port: 0)
    configure(&configuration)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let front = HTTPFront(configuration: configuration, handler: handler, logger: logger) { port.yield($0) }
    let group = ServiceGroup(services: [front], logger: logger)
    let running = Task {
        defer { port.finish() }
        try await group.run()
    }
    guard let bound = await ports.first(where: { _ in true }) else {
        try await running.value
        throw RawClient.EndOfInput()
    }
    let result: R
    do {
        result = try await body(Serving(port: bound, group: group))
    } catch {
        running.cancel()
        throw error
    }
    await group.triggerGracefulShutdown()
    try await running.value
    return result
}

/// Calls with a connection to a front of its own.
func withConnection<R>(
    to handler: any WireHandler, configure: (inout FrontConfiguration) -> Void = { _ in },
    _ body: (inout RawClient) async throws -> R
) async throws -> R {
    try await withFront(handler, configure: configure) { front in
        try await RawClient.connect(port: front.port, body)
    }
}
