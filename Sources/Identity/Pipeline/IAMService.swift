public import AuditTrail
public import IAMModel
public import IAMPolicy
import Records

/// What became of a call of the query protocol.
public struct QueryOutcome: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The answer's body in XML.
    public var body: [UInt8]
    /// The error in the body; nil for an answer.
    public var error: QueryError?
    /// What lies behind an internal error: for the operator's log, not for the caller. Holds no secret.
    public var cause: String?
    /// For the call's record, whether it succeeded or not.
    public var details: AuditDetails
    /// The accounts that get a record of their own, since something of theirs was used from another account. Empty if the
    /// call was refused.
    public var otherAccounts: [String] = []
    /// Who called without a signature, if he could show it otherwise.
    public var visitor: AuditedVisitor?

    public init(
        status: Int, body: [UInt8], error: QueryError? = nil, cause: String? = nil,
        details: AuditDetails = AuditDetails(isReadOnly: true)
    ) {
        self.status = status
        self.body = body
        self.error = error
        self.cause = cause
        self.details = details
    }
}

/// The operations of IAM. Any number of tasks may call it at once, and any number of processes may share a store.
public final class IAMService: Sendable {
    private let identity: Identity

    public init(identity: Identity) { self.identity = identity }

    private static let commands: [IAMOperation: any IAMCommand.Type] = Dictionary(
        uniqueKeysWithValues: everyCommand.map { ($0.operation, $0) })

    /// Whether an operation is built; the others answer `UnsupportedOperation`.
    public static func has(_ operation: IAMOperation) -> Bool { commands[operation] != nil }

    /// One call, from its parameters to its answer's body. What goes wrong is an AWS error in the outcome.
    ///
    /// - Parameters:
    ///   - operation: nil if the request names none that IAM has.
    ///   - parameters: of the request.
    ///   - principal: who calls, as `partition` names him.
    ///   - request: what conditions may ask of the request.
    ///   - partition: of the Region that the request was signed for.
    ///   - requestID: as the caller is told it.
    /// - Returns: the answer, or the error to answer with.
    public func perform(
        _ operation: IAMOperation?, parameters: QueryParameters, principal: Principal, request: RequestFacts,
        partition: String, requestID: String
    ) async -> QueryOutcome {
        guard let operation else { return Self.refuse(.unknownAction(parameters), requestID) }
        var details = AuditDetails(isReadOnly: operation.isReadOnly)
        guard let command = Self.commands[operation] else {
            return Self.refuse(.notBuilt(operation), requestID, details)
        }
        do throws(IAMFailure) {
            guard principal.mayCallIAM else { throw .refused(.callerIsGone) }
            let caller = try await stored { () throws(RecordError) in try await identity.caller(for: principal) }
            guard let caller else { throw .refused(.callerIsGone) }
            let call = IAMCall(
                operation: operation, caller: caller, principal: principal, request: request, partition: partition,
                identity: identity)
            let response = try await IAMPipeline.run(command, parameters, call, &details)
            let body = operation.body(response, requestID: requestID)
            return QueryOutcome(status: 200, body: body, details: details)
        } catch {
            switch error {
            case .refused(let error): return Self.refuse(error, requestID, details)
            case .record(let error):
                return Self.refuse(error.asSeenByCallers, requestID, details, cause: String(describing: error))
            }
        }
    }

    private static func refuse(
        _ error: QueryError, _ requestID: String, _ details: AuditDetails = AuditDetails(isReadOnly: true),
        cause: String? = nil
    ) -> QueryOutcome {
        let body = error.body(namespace: IAMOperation.namespace, requestID: requestID)
        return QueryOutcome(status: error.status, body: body, error: error, cause: cause, details: details)
    }
}
