import AuditTrail
import IAMModel
import Records
import ServiceModel

/// An operation of IAM. Its steps are called by `IAMPipeline`, in this order; all anew if another change came first.
protocol IAMCommand: Sendable {
    associatedtype Input: QueryRequest
    associatedtype Output: Sendable
    /// What the request names, as far as it is there.
    associatedtype Subject: Sendable

    static var operation: IAMOperation { get }

    /// Looks for what the request names. That it is not there is said after the caller's rights were looked at.
    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> Subject

    /// What the caller must be allowed to do.
    static func permissions(_ input: Input, _ subject: Subject, in call: IAMCall) -> [IAMPermission]

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> Output

    /// Nil for operations without output.
    static func response(_ output: Output) -> (any QueryResponse)?
}

extension IAMCommand where Output: QueryResponse {
    static func response(_ output: Output) -> (any QueryResponse)? { output }
}

extension IAMCommand where Output == Void {
    static func response(_ output: Output) -> (any QueryResponse)? { nil }
}

/// A request whose caller may make it. Only the authorizer makes one, and a command runs on nothing else.
struct Authorized<Command: IAMCommand>: Sendable {
    let input: Command.Input
    let subject: Command.Subject

    fileprivate init(input: Command.Input, subject: Command.Subject) {
        self.input = input
        self.subject = subject
    }
}

/// The way of a call, one step after the other.
enum IAMPipeline {
    /// How often a call that another one overtook is made anew. Of those that change the same at once, one succeeds each
    /// time.
    private static let attemptsMax = 200

    /// `details`: for the call's record, as far as they are known.
    static func run<Command: IAMCommand>(
        _ type: Command.Type, _ parameters: QueryParameters, _ call: IAMCall, _ details: inout AuditDetails
    ) async throws(IAMFailure) -> (any QueryResponse)? {
        let input = try decode(Command.Input.self, parameters)
        details.requestParameters = AuditDetails.object { input.recordMembers(to: &$0) }
        let answer = try await answer(type, input, call)
        if !details.isReadOnly, let answer {
            details.responseElements = AuditDetails.object { answer.recordMembers(to: &$0) }
        }
        return answer
    }

    private static func answer<Command: IAMCommand>(
        _ type: Command.Type, _ input: Command.Input, _ call: IAMCall
    ) async throws(IAMFailure) -> (any QueryResponse)? {
        for _ in 1..<attemptsMax {
            do throws(IAMFailure) {
                return try await attempt(type, input, call)
            } catch .record(.store(.conflict)) {
                // Something was changed meanwhile.
            }
        }
        return try await attempt(type, input, call)
    }

    private static func attempt<Command: IAMCommand>(
        _ type: Command.Type, _ input: Command.Input, _ call: IAMCall
    ) async throws(IAMFailure) -> (any QueryResponse)? {
        let subject = try await Command.find(input, in: call)
        for permission in Command.permissions(input, subject, in: call) { try IAMAuthorizer.check(permission, call) }
        let request = Authorized<Command>(input: input, subject: subject)
        return Command.response(try await Command.run(request, in: call))
    }

    private static func decode<Input: QueryRequest>(
        _ type: Input.Type, _ parameters: QueryParameters
    ) throws(IAMFailure) -> Input {
        do throws(QueryError) {
            return try type.decode(from: parameters)
        } catch {
            throw .refused(error)
        }
    }
}
