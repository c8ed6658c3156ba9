import AuditTrail
import KMSModel
import Records

/// The way of a call, one step after the other: the order of checks is AWS's own.
enum Pipeline {
    static func run<Op: Operation>(_ type: Op.Type, body: [UInt8], _ call: Call) async -> CallOutcome {
        var outcome = CallOutcome(result: .success([]), isReadOnly: Op.operation.isReadOnly)
        let input: Op.Input
        do throws(Failure) {
            input = try decode(Op.Input.self, body)
        } catch {
            outcome.fail(error)
            return outcome
        }
        var progress = Progress<Op>()
        do throws(Failure) {
            let output = try await run(type, input, call, &progress)
            outcome.succeed(type, input, progress, output, call)
        } catch {
            outcome.fail(error)
            outcome.details = AuditDetails(
                type, input, progress.subject, nil, isAuthorized: progress.isAuthorized, call)
            outcome.keyARN = progress.subject.flatMap { Op.keyARN($0, nil) }
        }
        return outcome
    }

    private static func run<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ call: Call, _ progress: inout Progress<Op>
    ) async throws(Failure) -> Op.Output {
        for _ in 1..<KeyStore.attemptsMax {
            do throws(Failure) {
                return try await attempt(type, input, call, &progress)
            } catch .record(.store(.conflict)) {
                // What the caller may do was changed meanwhile, or too much else: from the beginning.
            }
        }
        return try await attempt(type, input, call, &progress)
    }

    private static func attempt<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ call: Call, _ progress: inout Progress<Op>
    ) async throws(Failure) -> Op.Output {
        progress = Progress()
        let subject = try await Op.resolve(input, in: call)
        progress.subject = subject
        let request = try await Authorizer.authorize(type, input, subject, in: call)
        progress.isAuthorized = true
        try await Op.check(input, subject, in: call)
        if Op.isDryRun(input) { throw .dryRunSucceeded }
        return try await Op.run(request, in: call)
    }

    private static func decode<Input: KMSRequest>(_ type: Input.Type, _ body: [UInt8]) throws(Failure) -> Input {
        do throws(KMSError) {
            return try RequestDecoder.decode(type, from: body)
        } catch {
            throw .refused(error)
        }
    }
}

/// How far a call got.
private struct Progress<Op: Operation> {
    var subject: Op.Subject?
    var isAuthorized = false
}

extension CallOutcome {
    fileprivate mutating func succeed<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ progress: Progress<Op>, _ output: Op.Output, _ call: Call
    ) {
        result = .success(Op.encode(output))
        details = AuditDetails(type, input, progress.subject, output, isAuthorized: true, call)
        otherAccounts = details.otherAccounts(than: call.caller.account).map {
            AuditOwner(account: $0, eventID: call.newEventID())
        }
        guard let subject = progress.subject else { return }
        // Before its record gets into the trail: of what is recorded every use is noted.
        call.environment.usage.note(Op.permissions(input, subject), in: call, otherAccounts)
        keyARN = Op.keyARN(subject, output)
        companions = Op.companions(input, subject, output)
    }

    fileprivate mutating func fail(_ failure: Failure) {
        switch failure {
        case .refused(let error): result = .failure(error)
        case .record(let error):
            result = .failure(error.asSeenByCallers)
            cause = String(describing: error)
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
