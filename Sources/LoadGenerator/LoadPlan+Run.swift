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
        try await transport.checkConnection()
        let preparation = Preparation(self, transport: transport)
        let made = MadeLoad()
        do {
            let report = try await run(preparation, noting: made)
            await preparation.remove(made.all)
            return report
        } catch {
            await preparation.remove(made.all)
            throw error
        }
    }

    /// Makes what `prepared` lacks of the keys and principals that the plan needs, to be used in this run and others.
    /// - Returns: all of them. What is made before an error is removed.
    /// - Throws: `LoadError`, or `CancellationError`.
    public func prepare() async throws -> PreparedLoad {
        try check()
        let preparation = Preparation(self, transport: try Transport(self))
        let made = MadeLoad()
        do {
            return try await complete(preparation, noting: made)
        } catch {
            await preparation.remove(made.all)
            throw error
        }
    }

    private func complete(_ preparation: Preparation, noting made: MadeLoad) async throws -> PreparedLoad {
        let missingKeys = operation.needsKey && keyID == nil ? keys - prepared.keyIDs.count : 0
        let missingUsers = principals - prepared.users.count
        try await preparation.make(keys: max(0, missingKeys), users: max(0, missingUsers), noting: made)
        var all = prepared
        all.keyIDs += made.all.keyIDs
        all.users += made.all.users
        return all
    }

    private func run(_ preparation: Preparation, noting made: MadeLoad) async throws -> LoadReport {
        let all = try await complete(preparation, noting: made)
        let keyIDs = keyID.map { [$0] } ?? (operation.needsKey ? Array(all.keyIDs.prefix(keys)) : [""])
        let callers = principals == 0 ? [caller] : all.users.prefix(principals).map(\.caller)
        let bodies: [[UInt8]]
        if operation.needsCiphertext {
            let ciphertexts = try await preparation.encrypt(with: keyIDs)
            bodies = zip(keyIDs, ciphertexts).map { operation.body(plan: self, keyID: $0, ciphertext: $1) }
        } else {
            bodies = keyIDs.map { operation.body(plan: self, keyID: $0, ciphertext: Blob([])) }
        }
        let requests = SignedRequests(operation.rawValue, bodies: bodies, callers: callers, plan: self)
        return try await measure(requests, keyIDs[0], preparation.transport)
    }

    private func measure(
        _ requests: SignedRequests, _ keyID: String, _ transport: Transport
    ) async throws -> LoadReport {
        let start = NIODeadline.now() + .seconds(Int64(warmUpSeconds))
        let tally = Tally(start: start, end: start + .seconds(Int64(seconds)), totalMax: requestsMax ?? .max)
        return try await withTaskCancellationHandler {
            let finished = load(requests, tally, transport)
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

    private func load(_ requests: SignedRequests, _ tally: Tally, _ transport: Transport) -> [EventLoopFuture<Void>] {
        (0..<connections).map { number in
            let own = requests.turned(number, of: connections)
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            return loop.flatSubmit {
                LoadConnection(
                    own, pace: Pace(self, connection: number), transport: transport, tally: tally, loop: loop
                ).run()
            }
        }
    }
}
