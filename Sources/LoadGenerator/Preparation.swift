import AWSJSON

/// The requests around a measurement, through the same API.
struct Preparation {
    let plan: LoadPlan
    let transport: Transport

    init(_ plan: LoadPlan, transport: Transport) {
        self.plan = plan
        self.transport = transport
    }

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
        let reply = try await transport.answer(to: head, body, action: action)
        if let code = reply.errorCode {
            let message = reply.member("message") ?? reply.member("Message")
            throw .refused(action: action, status: reply.status, code: code, message: message)
        }
        return reply
    }
}
