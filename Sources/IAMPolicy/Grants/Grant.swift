/// A grant of a key, as far as it decides (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html).
public struct Grant: Sendable {
    public enum Grantee: Hashable, Sendable {
        /// The ARN of a user, a role, a session, a federated user or an account's root.
        case principal(String)
        /// For example `s3.amazonaws.com`.
        case service(String)
    }

    public typealias Pair = (key: String, value: String)

    public var id: String
    public var grantee: Grantee
    /// The unique id that the grantee had when the grant was made; nil compares its ARN alone.
    public var granteeID: String?
    /// As grants name them, for example `Decrypt`, `ReEncryptFrom`, `CreateGrant`.
    public var operations: Set<String>
    public var contextEquals: [Pair]?
    public var contextSubset: [Pair]?
    /// The only source for which a service may use the grant; nil for any.
    public var sourceARN: String?

    public init(
        id: String, grantee: Grantee, granteeID: String? = nil, operations: Set<String>,
        contextEquals: [Pair]? = nil, contextSubset: [Pair]? = nil, sourceARN: String? = nil
    ) {
        self.id = id
        self.grantee = grantee
        self.granteeID = granteeID
        self.operations = operations
        self.contextEquals = contextEquals
        self.contextSubset = contextSubset
        self.sourceARN = sourceARN
    }
}

/// A grant that gives what is asked for.
public struct GrantMatch: Hashable, Sendable {
    public var grantID: String
    /// The grantee is a role, and the requester one of its sessions. Boundaries and session policies then limit it, as
    /// they limit a key policy that names a role.
    public var namesRole: Bool

    public init(grantID: String, namesRole: Bool = false) {
        self.grantID = grantID
        self.namesRole = namesRole
    }
}
