import IAMModel
import IAMPolicy
import Records

/// A command about the account as a whole.
protocol AccountCommand: IAMCommand where Subject == Void {
    /// What policies compare.
    static func resource(_ input: Input, in call: IAMCall) -> String
    /// What messages name; nil for the resource.
    static func words(_ input: Input) -> String?
}

extension AccountCommand {
    static func resource(_ input: Input, in call: IAMCall) -> String { "*" }
    static func words(_ input: Input) -> String? { nil }

    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) {}

    static func permissions(_ input: Input, _ subject: Void, in call: IAMCall) -> [IAMPermission] {
        [IAMPermission(operation, on: resource(input, in: call), words: words(input))]
    }
}

/// A command about one user, whom it names, or who is the caller himself.
protocol SelfCommand: IAMCommand where Subject == Named<UserRecord> {
    static func name(_ input: Input) -> String?
}

extension SelfCommand {
    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> Named<UserRecord> {
        guard let name = name(input) else { return try await call.callingUser() }
        return try await call.named(UserRecord.self, name)
    }

    static func permissions(_ input: Input, _ subject: Named<UserRecord>, in call: IAMCall) -> [IAMPermission] {
        // The account's root, who is no user of it.
        if name(input) == nil, case .root = call.caller.requester.kind {
            return [IAMPermission(operation, on: call.caller.requester.arn)]
        }
        return [IAMPermission(operation, on: subject, in: call)]
    }
}

extension IAMCall {
    var isRoot: Bool { if case .root = caller.requester.kind { true } else { false } }

    /// The user who calls. The root is one who is not found.
    func callingUser() async throws(IAMFailure) -> Named<UserRecord> {
        if isRoot { return Named(name: "root", found: nil) }
        guard case .user = caller.requester.kind, let name = caller.facts.username else { throw .userNameNeeded }
        let user = try await named(UserRecord.self, name)
        guard user.found?.value.uniqueID == caller.requester.uniqueID else { throw .refused(.callerIsGone) }
        return user
    }

    /// The user that a request is about must be there, unless he is the account's root.
    func checkUser<Command: SelfCommand>(_ request: Authorized<Command>) throws(IAMFailure) {
        if isRoot, Command.name(request.input) == nil { return }
        _ = try request.subject.required()
    }
}
