import AWSJSON
import NIOCore
import NIOHTTP1
import NIOPosix

/// The requests around a measurement, through the same API, each on a connection of its own.
struct Preparation {
    let plan: LoadPlan
    let transport: Transport
    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    private static let answerTimeout = TimeAmount.seconds(10)

    init(_ plan: LoadPlan, transport: Transport) {
        self.plan = plan
        self.transport = transport
    }

    func checkConnection() async throws(LoadError) { close(try await connect()) }

    /// - Returns: its id.
    func createKey() async throws(LoadError) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("Description", "Made to measure, to be deleted")
        writer.member("KeySpec", plan.keySpecOrStandard.name)
        writer.member("KeyUsage", plan.keySpecOrStandard.usage)
        writer.endObject()
        let reply = try await call("CreateKey", writer.bytes)
        guard let id = reply.nested("KeyMetadata", "KeyId") else {
            throw .noAnswer(action: "CreateKey", reason: "the reply has no KeyId")
        }
        return id
    }

    func encrypt(with keyID: String) async throws(LoadError) -> Blob {
        let body = LoadOperation.encrypt.body(plan: plan, keyID: keyID, ciphertext: Blob([]))
        let reply = try await call("Encrypt", body)
        guard let text = reply.member("CiphertextBlob"), let ciphertext = try? Blob(base64: text) else {
            throw .noAnswer(action: "Encrypt", reason: "the reply has no CiphertextBlob")
        }
        return ciphertext
    }

    func scheduleDeletion(of keyID: String) async throws(LoadError) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("KeyId", keyID)
        writer.name("PendingWindowInDays")
        writer.int(7)
        writer.endObject()
        _ = try await call("ScheduleKeyDeletion", writer.bytes)
    }

    private func call(_ action: String, _ body: [UInt8]) async throws(LoadError) -> Reply {
        var request = SignedRequests(action, bodies: [body], callers: [plan.caller], plan: plan)
        return try await call(action, &request)
    }

    func call(_ action: String, _ request: inout SignedRequests) async throws(LoadError) -> Reply {
        let (head, body) = try request.next(at: epochSecondsNow())
        let connection = try await connect()
        defer { close(connection) }
        let reply: Reply
        do {
            reply = try await exchange(head, body, on: connection)
        } catch {
            throw .noAnswer(action: action, reason: "\(error)")
        }
        if let code = reply.errorCode {
            let message = reply.member("message") ?? reply.member("Message")
            throw .refused(action: action, status: reply.status, code: code, message: message)
        }
        return reply
    }

    private func connect() async throws(LoadError) -> NIOLoopBound<ExchangeHandler> {
        do {
            return try await transport.connect(on: loop).get()
        } catch {
            throw .cannotConnect(endpoint: plan.endpoint.url, reason: "\(error)")
        }
    }

    private func close(_ connection: NIOLoopBound<ExchangeHandler>) { loop.execute { connection.value.close() } }

    private func exchange(
        _ head: HTTPRequestHead, _ body: ByteBuffer, on connection: NIOLoopBound<ExchangeHandler>
    ) async throws -> Reply {
        let answer = loop.makePromise(of: Reply.self)
        loop.execute { [loop] in
            let timer = loop.scheduleTask(in: Self.answerTimeout) { answer.fail(Unanswered.timedOut) }
            connection.value.send(head, body) { result in
                timer.cancel()
                answer.completeWith(result.mapError { $0 })
            }
        }
        return try await answer.futureResult.get()
    }
}
