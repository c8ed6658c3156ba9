import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Requests outside of a measurement, each on a connection of its own.
extension Transport {
    private static let answerTimeout = TimeAmount.seconds(10)

    func checkConnection() async throws(LoadError) { close(try await connect()) }

    /// `action`: what errors call the request.
    func answer(to head: HTTPRequestHead, _ body: ByteBuffer, action: String) async throws(LoadError) -> Reply {
        let connection = try await connect()
        defer { close(connection) }
        do {
            return try await exchange(head, body, on: connection)
        } catch {
            throw .noAnswer(action: action, reason: "\(error)")
        }
    }

    private func connect() async throws(LoadError) -> NIOLoopBound<ExchangeHandler> {
        do {
            return try await connect(on: MultiThreadedEventLoopGroup.singleton.next()).get()
        } catch {
            throw .cannotConnect(endpoint: endpoint.url, reason: reason(error))
        }
    }

    private func close(_ connection: NIOLoopBound<ExchangeHandler>) {
        connection.eventLoop.execute { connection.value.close() }
    }

    private func exchange(
        _ head: HTTPRequestHead, _ body: ByteBuffer, on connection: NIOLoopBound<ExchangeHandler>
    ) async throws -> Reply {
        let loop = connection.eventLoop
        let answer = loop.makePromise(of: Reply.self)
        loop.execute {
            let timer = loop.scheduleTask(in: Self.answerTimeout) { answer.fail(Unanswered.timedOut) }
            connection.value.send(head, body) { result in
                timer.cancel()
                answer.completeWith(result.mapError { $0 })
            }
        }
        return try await answer.futureResult.get()
    }
}

/// SwiftNIO tells of every address that it tried; the last attempt says enough.
private func reason(_ error: any Error) -> String {
    guard let error = error as? NIOConnectionError else { return "\(error)" }
    if let last = error.connectionErrors.last?.error {
        return (last as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(last)"
    }
    return "the name \(error.host) has no address"
}
