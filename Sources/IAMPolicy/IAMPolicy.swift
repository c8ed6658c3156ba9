// Room: IAMPolicy (floor 2)
// Holds: policy documents, condition operators, grants as far as they decide, and the decision: who may do what, and why.
// Must not know: KMS, IAM records, stores, HTTP; no clock, no randomness. Everything in here is a pure function of values.
// Go instead: to Identity for who has which policies, to KeyService/Access for what a KMS request puts into the context.

/// The kinds of policy, by what a document of theirs must and must not hold.
public enum PolicyKind: Hashable, Sendable {
    /// Attached to or inline in a user, group or role; a boundary; a session policy. No Principal, a Resource.
    case identity
    /// A key's policy. A Principal, a Resource.
    case resource
    /// A role's trust policy. A Principal, no Resource.
    case trust
}

/// What a policy is to a decision, as AWS's messages name it.
public enum PolicyType: String, Hashable, Sendable, CaseIterable {
    case identityBased = "identity-based policy"
    case resourceBased = "resource-based policy"
    case permissionsBoundary = "permissions boundary"
    case session = "session policy"
}

/// A policy that belongs to a principal, parsed once.
public struct AttachedPolicy: Sendable {
    /// Of a managed policy; nil for an inline or session policy.
    public var arn: String?
    /// For people: the managed policy's ARN, or for example `inline policy reader of user alice`.
    public var label: String
    public var document: PolicyDocument

    public init(arn: String?, label: String, document: PolicyDocument) {
        self.arn = arn
        self.label = label
        self.document = document
    }
}

/// All the policies that a principal brings along.
public struct PrincipalPolicies: Sendable {
    /// Attached and inline, of groups too.
    public var identity: [AttachedPolicy]
    public var boundary: AttachedPolicy?
    /// Those passed when the session was made; nil if none were.
    public var session: [AttachedPolicy]?

    public init(identity: [AttachedPolicy] = [], boundary: AttachedPolicy? = nil, session: [AttachedPolicy]? = nil) {
        self.identity = identity
        self.boundary = boundary
        self.session = session
    }

    public static let none = PrincipalPolicies()
}

/// Who asks. One object for each: what a request hands on of its caller is a reference, however much is known of him.
public final class Requester: Sendable {
    public enum Kind: Hashable, Sendable {
        /// The root of an account.
        case root
        /// An IAM user (also with the credentials of GetSessionToken).
        case user
        /// A session of a role. `role`: the role's ARN, with its path.
        case assumedRole(role: String)
        /// A session of GetFederationToken. `user`: the ARN of the user, or the account's root, who asked for it.
        case federatedUser(user: String)
        /// An AWS service, `arn` is its name, for example `s3.amazonaws.com`.
        case service
        /// Somebody with a web identity token, who is nobody of an account yet. `provider`: the OIDC provider's ARN.
        case webIdentity(provider: String)
    }

    public let kind: Kind
    /// As messages and logs name it: the user's, the root's, the session's ARN (`arn:aws:sts::…:assumed-role/…`).
    public let arn: String
    /// 12 digits; empty for a service.
    public let account: String
    /// The unique id by which policies remember a principal: the user's `AIDA…`, the role's `AROA…` (without the session's
    /// name), the account for its root.
    public let uniqueID: String
    public let policies: PrincipalPolicies

    public init(kind: Kind, arn: String, account: String, uniqueID: String, policies: PrincipalPolicies) {
        self.kind = kind
        self.arn = arn
        self.account = account
        self.uniqueID = uniqueID
        self.policies = policies
    }

    /// The same with other policies.
    public func with(_ policies: PrincipalPolicies) -> Requester {
        Requester(kind: kind, arn: arn, account: account, uniqueID: uniqueID, policies: policies)
    }
}

/// A policy of the resource itself: a key policy or a trust policy.
public struct ResourcePolicy: Sendable {
    public var document: PolicyDocument
    /// ARNs of users and roles that the document names → the unique ids they had when it was stored. A principal made
    /// later under the same ARN is another one. An ARN that is missing here is compared as text.
    public var principalIDs: [String: String]

    public init(document: PolicyDocument, principalIDs: [String: String] = [:]) {
        self.document = document
        self.principalIDs = principalIDs
    }
}

/// What is asked for.
public struct AccessRequest: Sendable {
    /// For example `kms:Decrypt`.
    public var action: String
    /// An ARN, or `*` for an action on no resource.
    public var resource: String
    /// The account that owns the resource: 12 digits.
    public var resourceAccount: String
    /// Nil for a resource that has no policy: identity policies decide alone. A resource that has one (a key, a role)
    /// gives nothing but through it: directly, or by delegating to its account's identity policies.
    public var resourcePolicy: ResourcePolicy?
    public var context: any ConditionContext

    public init(
        action: String, resource: String, resourceAccount: String, resourcePolicy: ResourcePolicy?,
        context: any ConditionContext
    ) {
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.resourcePolicy = resourcePolicy
        self.context = context
    }
}

/// The values of condition keys in one request, asked for only when a statement needs them.
public protocol ConditionContext: Sendable {
    /// Nil if the request's context has no such key.
    func values(of key: ConditionKey) -> ConditionValues?
}

/// A condition key as a policy names it, for example `aws:PrincipalTag/team` or `kms:ViaService`.
public struct ConditionKey: Hashable, Sendable {
    /// What stands before the slash, in lower case: `aws:principaltag`, `kms:viaservice`.
    public let name: String
    /// What stands after the first slash, as written (a tag's key, an encryption context's key); nil without a slash.
    public let part: String?

    public init(_ text: String) {
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
        name = text[..<(slash ?? text.endIndex)].lowercased()
        part = slash.map { String(text[text.utf8.index(after: $0)...]) }
    }

    /// By bytes: a tag's key is another one than its canonical equivalent.
    public static func == (one: ConditionKey, other: ConditionKey) -> Bool {
        guard one.name.hasSameBytes(as: other.name) else { return false }
        switch (one.part, other.part) {
        case (nil, nil): return true
        case (let part?, let other?): return part.hasSameBytes(as: other)
        case (nil, _?), (_?, nil): return false
        }
    }
}

public enum ConditionValues: Hashable, Sendable {
    case one(String)
    /// For multivalued keys, for example `aws:TagKeys`; may be empty.
    case many([String])
}

public struct EmptyContext: ConditionContext {
    public init() {}
    public func values(of key: ConditionKey) -> ConditionValues? { nil }
}

// MARK: Decision

/// Where a statement stands.
public struct StatementReference: Hashable, Sendable {
    public var type: PolicyType
    /// Of a managed policy.
    public var policyARN: String?
    /// For people: `AttachedPolicy.label`, or `key policy`.
    public var policyLabel: String
    public var sid: String?
    /// From 0.
    public var index: Int

    public init(type: PolicyType, policyARN: String?, policyLabel: String, sid: String?, index: Int) {
        self.type = type
        self.policyARN = policyARN
        self.policyLabel = policyLabel
        self.sid = sid
        self.index = index
    }
}

public enum Decision: Hashable, Sendable {
    case allowed(Allowance)
    case denied(Denial)

    public var isAllowed: Bool { if case .allowed = self { true } else { false } }
}

public enum Allowance: Hashable, Sendable {
    /// A statement of the resource's own policy names the requester. Across accounts an identity policy allowed too.
    case resourcePolicy(StatementReference)
    /// An identity policy, where the resource's policy delegates to its account or the resource has none.
    case identityPolicy(StatementReference)
    /// A grant, by its id.
    case grant(String)
    /// The root of the account, on a resource that has no policy.
    case root
}

public enum Denial: Hashable, Sendable {
    /// A statement that denies.
    case explicit(StatementReference)
    /// Nothing of this type allows.
    case implicit(PolicyType)
}
