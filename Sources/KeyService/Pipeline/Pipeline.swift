import KMSModel
import Records

/// The way of a call, one step after the other: the order of checks is AWS's own.
enum Pipeline {
    /// How often a call is made anew that others overtook.
    private static let attemptsMax = 10

    static func run<Op: Operation>(_ type: Op.Type, body: [UInt8], _ call: Call) async -> CallOutcome {
        var outcome = CallOutcome(result: .success([]))
        do throws(Failure) {
            let input = try decode(Op.Input.self, body)
            for _ in 1..<attemptsMax {
                do throws(Failure) {
                    outcome.result = .success(try await attempt(type, input, call, &outcome.keyARN))
                    return outcome
                } catch .record(.store(.conflict)) {
                    // What the caller may do was changed meanwhile, or too much else: from the beginning.
                }
            }
            outcome.result = .success(try await attempt(type, input, call, &outcome.keyARN))
        } catch {
            switch error {
            case .refused(let error): outcome.result = .failure(error)
            case .record(let error):
                outcome.result = .failure(error.asSeenByCallers)
                outcome.cause = String(describing: error)
            }
        }
        return outcome
    }

    private static func attempt<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ call: Call, _ keyARN: inout String?
    ) async throws(Failure) -> [UInt8] {
        let subject = try await Op.resolve(input, in: call)
        keyARN = Op.keyARN(subject, nil)
        let request = try await Authorizer.authorize(type, input, subject, in: call)
        try await Op.check(input, subject, in: call)
        if Op.isDryRun(input) { throw .dryRunSucceeded }
        let output = try await Op.run(request, in: call)
        call.environment.usage.note(
            call.operation, Op.permissions(input, subject), at: call.now, requestID: call.requestID)
        keyARN = Op.keyARN(subject, output)
        return Op.encode(output)
    }

    private static func decode<Input: KMSRequest>(_ type: Input.Type, _ body: [UInt8]) throws(Failure) -> Input {
        do throws(KMSError) {
            return try RequestDecoder.decode(type, from: body)
        } catch {
            throw .refused(error)
        }
    }
}

extension RecordError {
    /// What a caller is told of a fault that is not his: enough to know whom to ask, nothing of the inside.
    fileprivate var asSeenByCallers: KMSError {
        switch self {
        case .store(.full):
            KMSError(.kmsInternalException, "The change was not made: the server's disk is full.")
        case .store(.readOnly):
            KMSError(.kmsInternalException, "The change was not made: the server's data directory is read-only.")
        case .store(.conflict):
            KMSError(.kmsInternalException, "The change was not made: too many others were made at the same time.")
        case .store(.busy):
            KMSError(.dependencyTimeoutException, "The request timed out while the key store was busy; try it again.")
        case .store, .rootKey:
            KMSError(.keyUnavailableException, "The request was rejected because the key store is not available.")
        default:
            KMSError(.kmsInternalException, "A record of this key is damaged or was altered.")
        }
    }
}
