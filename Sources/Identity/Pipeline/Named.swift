import IAMModel
import IAMPolicy
import Records

/// A user, group, role or policy that a request names, whether it is there or not: whoever may not ask learns nothing of
/// that.
struct Named<Record: Entity>: Sendable {
    let name: String
    let found: Versioned<Record>?

    func required() throws(IAMFailure) -> Versioned<Record> {
        guard let found else { throw .notFound(Record.kind, name) }
        return found
    }

    /// One that is not there could be anywhere; the root path is as good as any.
    func arn(in call: IAMCall) -> String {
        found?.value.arn(in: call.partition) ?? call.arn("\(Record.kind.rawValue)/\(name)")
    }
}

extension IAMCall {
    func named<Record: Entity>(_ type: Record.Type, _ name: String) async throws(IAMFailure) -> Named<Record> {
        Named(name: name, found: try await read(type, Record.recordID(name, account: account)))
    }
}

/// A command about one user, group or role, which it names.
protocol EntityCommand: IAMCommand where Subject == Named<Target> {
    associatedtype Target: PolicyHolder

    static func name(_ input: Input) -> String

    /// The permission with whatever conditions may ask of the request.
    static func permission(_ permission: IAMPermission, _ input: Input) -> IAMPermission
}

extension EntityCommand {
    static func permission(_ permission: IAMPermission, _ input: Input) -> IAMPermission { permission }

    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> Named<Target> {
        try await call.named(Target.self, name(input))
    }

    static func permissions(_ input: Input, _ subject: Named<Target>, in call: IAMCall) -> [IAMPermission] {
        [permission(IAMPermission(operation, on: subject, in: call), input)]
    }
}

extension IAMPermission {
    init<Record: PolicyHolder>(_ operation: IAMOperation, on subject: Named<Record>, in call: IAMCall) {
        self.init(operation, on: subject.arn(in: call), words: "\(Record.kind.rawValue) \(subject.name)")
        let boundary = subject.found?.value.policies.boundary?.named(in: call.partition)
        self = bounded(by: boundary)
        if let tagged = subject.found?.value as? any Tagged { self = self.tagged(tagged.tags) }
    }
}

/// A command that makes a user, group or role.
protocol CreationCommand: IAMCommand where Subject == Named<Target> {
    associatedtype Target: PolicyHolder

    static func name(_ input: Input) -> String
    static func path(_ input: Input) -> String?
    static func tags(_ input: Input) -> [Tag]?
    static func boundary(_ input: Input) -> String?
    /// Whoever gives tags must be allowed that too.
    static var tagOperation: IAMOperation? { get }
}

extension CreationCommand {
    static func tags(_ input: Input) -> [Tag]? { nil }
    static func boundary(_ input: Input) -> String? { nil }
    static var tagOperation: IAMOperation? { nil }

    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> Named<Target> {
        try await call.named(Target.self, name(input))
    }

    static func permissions(_ input: Input, _ subject: Named<Target>, in call: IAMCall) -> [IAMPermission] {
        let arn = call.arn("\(Target.kind.rawValue)\(path(input) ?? "/")\(name(input))")
        let tags = tags(input) ?? []
        let creation = IAMPermission(operation, on: arn).requesting(tags).bounded(by: boundary(input))
        guard let tagOperation, !tags.isEmpty else { return [creation] }
        return [creation, IAMPermission(tagOperation, on: arn).requesting(tags)]
    }
}
