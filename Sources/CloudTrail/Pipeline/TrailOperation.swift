import AuditTrail
public import CloudTrailModel
import ServiceModel

/// An operation of CloudTrail. Its steps are called by `Pipeline`, in this order; all anew if another change came
/// first.
protocol TrailOperation: Sendable {
    associatedtype Input: JSONRequest
    associatedtype Output: JSONResponse
    /// What the request names, as far as it is there.
    associatedtype Subject: Sendable

    static var operation: CloudTrailOperation { get }

    /// Looks for what the request names. That it is not there is said after the caller's rights were looked at.
    static func find(_ input: Input, in call: Call) async throws(Failure) -> Subject

    /// What the caller must be allowed to do.
    static func permissions(_ input: Input, _ subject: Subject, in call: Call) -> [Permission]

    static func run(_ request: Authorized<Self>, in call: Call) async throws(Failure) -> Output

    /// For the call's record.
    static func resources(_ subject: Subject) -> [AuditResource]
}

extension TrailOperation {
    static func resources(_ subject: Subject) -> [AuditResource] { [] }
}

/// An operation that is about no trail, or about all.
protocol AccountOperation: TrailOperation where Subject == Void {}

extension AccountOperation {
    static func find(_ input: Input, in call: Call) async throws(Failure) {}

    static func permissions(_ input: Input, _ subject: Void, in call: Call) -> [Permission] {
        [Permission(operation, on: "*")]
    }
}

/// An operation on one trail.
protocol OneTrailOperation: TrailOperation where Subject == NamedTrail {
    static func trail(_ input: Input) -> String
}

extension OneTrailOperation {
    static func find(_ input: Input, in call: Call) async throws(Failure) -> NamedTrail {
        try await Resolver.trail(trail(input), in: call)
    }

    static func permissions(_ input: Input, _ trail: NamedTrail, in call: Call) -> [Permission] {
        [Permission(operation, on: trail)]
    }

    static func resources(_ trail: NamedTrail) -> [AuditResource] { trail.resources }
}

extension CloudTrailOperation {
    /// As the trail has it: whether a call changes nothing, which CloudTrail's names tell.
    public var isReadOnly: Bool {
        ["Describe", "Get", "List", "Lookup", "Search"].contains { rawValue.utf8.starts(with: $0.utf8) }
    }
}
