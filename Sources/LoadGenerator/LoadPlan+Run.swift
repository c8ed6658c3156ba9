import AWSJSON
import NIOCore
import NIOPosix

extension LoadPlan {
    /// Prepares, loads and measures. Ends within `warmUpSeconds + seconds`, and what preparation takes, whatever the server
    /// does.
    /// - Throws: `LoadError`, or `CancellationError`.
    public func run() async throws -> LoadReport {
        try check()
        if let serverPID { _ = try ProcessClock.cpuMicroseconds(of: serverPID) }
        let transport = try Transport(self)
        let preparation = Preparation(self, transport: transport)
        try await preparation.checkConnection()
        guard operation.needsKey, keyID == nil else { return try await run(keyID ?? "", preparation, transport) }
        let made = try await preparation.createKey()
        do {
            let report = try await run(made, preparation, transport)
            // Nothing is lost with a failure here but a key without a use.
            try? await preparation.scheduleDeletion(of: made)
            return report
        } catch {
            try? await preparation.scheduleDeletion(of: made)
            throw error
        }
    }

    private func run(_ keyID: String, _ preparation: Preparation, _ transport: Transport) async throws -> LoadReport {
        let ciphertext = operation.needsCiphertext ? try await preparation.encrypt(with: keyID) : Blob([])
        let body = operation.body(plan: self, keyID: keyID, ciphertext: ciphertext)
        return try await measure(SignedRequest(operation.rawValue, body: body, plan: self), keyID, transport)
    }

    private func measure(_ request: SignedRequest, _ keyID: String, _ transport: Transport) async throws -> LoadReport {
        let start = NIODeadline.now() + .seconds(Int64(warmUpSeconds))
        let tally = Tally(start: start, end: start + .seconds(Int64(seconds)), totalMax: requestsMax ?? .max)
        return try await withTaskCancellationHandler {
            let finished = load(request, tally, transport)
            try await Task.sleep(for: .seconds(warmUpSeconds))
            let before = try serverPID.map(ProcessClock.cpuMicroseconds)
            for connection in finished { try await connection.get() }
            try Task.checkCancellation()
            let measured = min(.now(), tally.end) - start
            let after = try serverPID.map(ProcessClock.cpuMicroseconds)
            let cpu = before.flatMap { before in after.map { $0 - before } }
            return LoadReport(
                plan: self, keyID: keyID, measured: measured, counts: tally.result, serverCPUMicroseconds: cpu)
        } onCancel: {
            tally.stop()
        }
    }

    private func load(_ request: SignedRequest, _ tally: Tally, _ transport: Transport) -> [EventLoopFuture<Void>] {
        (0..<connections).map { _ in
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            return loop.flatSubmit {
                LoadConnection(request, transport: transport, tally: tally, loop: loop).run()
            }
        }
    }
}
