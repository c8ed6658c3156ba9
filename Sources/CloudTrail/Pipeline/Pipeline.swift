import AuditTrail
import CloudTrailModel
import Records
import ServiceModel

/// A request whose caller may make it. Only the pipeline makes one, and an operation runs on nothing else.
struct Authorized<Op: TrailOperation>: Sendable {
    let input: Op.Input
    let subject: Op.Subject

    fileprivate init(input: Op.Input, subject: Op.Subject) {
        self.input = input
        self.subject = subject
    }
}

/// The way of a call, one step after the other.
enum Pipeline {
    /// How often a call that another one overtook is made anew.
    private static let attemptsMax = 50

    static func run<Op: TrailOperation>(_ type: Op.Type, _ body: [UInt8], _ call: Call) async -> CloudTrailOutcome {
        var details = AuditDetails(isReadOnly: Op.operation.isReadOnly)
        do throws(Failure) {
            let input = try decode(Op.Input.self, body)
            details.requestParameters = input.recordedObject()
            let output = try await run(type, input, call, &details)
            if !details.isReadOnly { details.responseElements = output.recordedObject() }
            return CloudTrailOutcome(result: .success(output.encoded()), details: details)
        } catch {
            return CloudTrailOutcome(failure: error, details: details)
        }
    }

    private static func run<Op: TrailOperation>(
        _ type: Op.Type, _ input: Op.Input, _ call: Call, _ details: inout AuditDetails
    ) async throws(Failure) -> Op.Output {
        for _ in 1..<attemptsMax {
            do throws(Failure) {
                return try await attempt(type, input, call, &details)
            } catch .record(.store(.conflict)) {
                // Something was changed meanwhile.
            }
        }
        return try await attempt(type, input, call, &details)
    }

    private static func attempt<Op: TrailOperation>(
        _ type: Op.Type, _ input: Op.Input, _ call: Call, _ details: inout AuditDetails
    ) async throws(Failure) -> Op.Output {
        let subject = try await Op.find(input, in: call)
        // What another account has is not this account's to tell of.
        details.resources = Op.resources(subject).filter { $0.account == call.account }
        for permission in Op.permissions(input, subject, in: call) { try Authorizer.check(permission, call) }
        return try await Op.run(Authorized(input: input, subject: subject), in: call)
    }

    private static func decode<Input: JSONRequest>(_ type: Input.Type, _ body: [UInt8]) throws(Failure) -> Input {
        do throws(JSONRequestError) {
            return try type.decode(from: body)
        } catch {
            throw .refused(CloudTrailError(error))
        }
    }
}

extension CloudTrailOutcome {
    init(failure: Failure, details: AuditDetails) {
        let (error, cause) = failure.answer
        self.init(result: .failure(error), cause: cause, details: details)
    }

    init(refused failure: Failure, isReadOnly: Bool) {
        self.init(failure: failure, details: AuditDetails(isReadOnly: isReadOnly))
    }
}
