import AWSJSON
import AuditTrail
import IAMPolicy
import KMSModel
import ServiceModel

/// An operation of KMS. Its steps are called by `Pipeline`, in this order, each once.
protocol Operation: Sendable {
    associatedtype Input: KMSRequest
    associatedtype Output: Sendable
    /// What the request names, found.
    associatedtype Subject: Sendable

    static var operation: KMSOperation { get }

    /// The whole call, as `Pipeline` does it. A requirement, so that the compiler makes each operation's own way through the
    /// pipeline, without looking types up on it.
    static func perform(_ body: [UInt8], _ call: Call) async -> CallOutcome

    /// Finds the keys and aliases that the request names. Refuses names where AWS does before it looks at the key.
    static func resolve(_ input: Input, in call: Call) async throws(Failure) -> Subject

    /// What the caller must be allowed to do.
    static func permissions(_ input: Input, _ subject: Subject) -> [Permission]

    /// What a request's own members say to conditions of policies; nil if it has none such.
    static func condition(
        _ condition: RequestCondition, _ input: Input, _ permission: Permission, in call: Call
    ) -> ConditionValues?

    /// The encryption context that a permission is about, which grants may constrain.
    static func encryptionContext(_ input: Input, _ permission: Permission) -> StringMap?

    /// The encryption context that policies' conditions see: the same, but for the operations on grants.
    static func conditionedContext(_ input: Input, _ permission: Permission) -> StringMap?

    /// The alias by which the request named the key, `alias/` included.
    static func requestAlias(_ input: Input, _ permission: Permission) -> String?

    static func requestTags(_ input: Input) -> [KeyTag]?

    /// The keys of the tags that the request sets or takes away.
    static func requestTagKeys(_ input: Input) -> [String]?

    static func recipient(_ input: Input) -> RecipientInfo?

    static func grantTokens(_ input: Input) -> [String]?

    /// Whether a grant that permits the action lets this request through.
    static func isPermitted(by grant: GrantRecord, _ input: Input, _ subject: Subject) -> Bool

    /// Whether keys and request suit the operation: usage, state, algorithm, in AWS's order.
    static func check(_ input: Input, _ subject: Subject, in call: Call) async throws(Failure)

    /// Whether all but the operation itself is asked for.
    static func isDryRun(_ input: Input) -> Bool

    static func run(_ request: Authorized<Self>, in call: Call) async throws(Failure) -> Output

    static func encode(_ output: Output) -> [UInt8]

    /// The ARN of the key that the call is about, for the log.
    static func keyARN(_ subject: Subject, _ output: Output?) -> String?

    // MARK: For the audit trail

    /// The request as `requestParameters` has it: with what AWS puts there though the caller left it out, and without
    /// what AWS leaves out besides blobs and tokens.
    static func recorded(_ input: Input) -> Input

    /// What the call used or changed. `output`: nil if it was refused.
    static func resources(_ input: Input, _ subject: Subject, _ output: Output?) -> [AuditResource]

    /// The members of `responseElements`, of operations that change something.
    static func recordElements(_ output: Output, _ subject: Subject, to writer: inout JSONWriter)

    /// The members of `additionalEventData`. `output`: nil if the call was refused.
    static func recordAdditions(
        _ input: Input, _ subject: Subject, _ output: Output?, in call: Call, to writer: inout JSONWriter)

    /// The id of the key material that was used, in hex; nil if the operation does not tell.
    static func keyMaterialID(_ output: Output) -> String?

    /// What the trail is told besides, of a call that succeeded.
    static func companions(_ input: Input, _ subject: Subject, _ output: Output) -> [AuditCompanion]
}

extension Operation {
    static func perform(_ body: [UInt8], _ call: Call) async -> CallOutcome {
        await Pipeline.run(Self.self, body: body, call)
    }

    static func condition(
        _ condition: RequestCondition, _ input: Input, _ permission: Permission, in call: Call
    ) -> ConditionValues? { nil }

    static func encryptionContext(_ input: Input, _ permission: Permission) -> StringMap? { nil }

    static func conditionedContext(_ input: Input, _ permission: Permission) -> StringMap? {
        encryptionContext(input, permission)
    }

    static func requestAlias(_ input: Input, _ permission: Permission) -> String? { nil }

    static func requestTags(_ input: Input) -> [KeyTag]? { nil }

    static func requestTagKeys(_ input: Input) -> [String]? { requestTags(input).map { $0.map(\.key) } }

    static func recipient(_ input: Input) -> RecipientInfo? { nil }

    static func grantTokens(_ input: Input) -> [String]? { nil }

    static func isPermitted(by grant: GrantRecord, _ input: Input, _ subject: Subject) -> Bool { true }

    static func check(_ input: Input, _ subject: Subject, in call: Call) async throws(Failure) {}

    static func isDryRun(_ input: Input) -> Bool { false }

    static func keyARN(_ subject: Subject, _ output: Output?) -> String? { nil }
}

extension Operation where Output: KMSResponse {
    static func encode(_ output: Output) -> [UInt8] { output.encoded() }
}

extension Operation where Output == Void {
    /// Operations without output answer with an empty body.
    static func encode(_ output: Output) -> [UInt8] { [] }
}

/// An operation on an account in a Region as a whole.
protocol AccountOperation: Operation where Subject == Void {}

extension AccountOperation {
    static func resolve(_ input: Input, in call: Call) async throws(Failure) {}

    static func permissions(_ input: Input, _ subject: Void) -> [Permission] { [Permission(operation, on: nil)] }
}

/// An operation on one key.
protocol KeyOperation: Operation where Subject == Key {
    static func keyIdentifier(_ input: Input) -> String

    /// Whether the key may be named by an alias; most management operations take a key id or a key ARN only.
    static var acceptsAliases: Bool { get }
}

extension KeyOperation {
    static var acceptsAliases: Bool { false }

    static func resolve(_ input: Input, in call: Call) async throws(Failure) -> Key {
        try await Resolver.key(keyIdentifier(input), acceptsAliases: acceptsAliases, in: call)
    }

    static func permissions(_ input: Input, _ key: Key) -> [Permission] { [Permission(operation, on: key)] }

    static func requestAlias(_ input: Input, _ permission: Permission) -> String? {
        acceptsAliases ? KeyIdentifier(keyIdentifier(input)).aliasName : nil
    }

    static func check(_ input: Input, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
    }

    static func keyARN(_ key: Key, _ output: Output?) -> String? { key.arn }
}
