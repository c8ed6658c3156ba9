/// Who made a request, as policies and logs name him: a user, the root of an account, or a session of STS
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
public struct Principal: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case root
        case user
        /// With temporary credentials.
        case session(Session)
    }

    /// 12 digits.
    public var account: String
    /// `arn:aws:iam::ACCOUNT:user/PATH/NAME`, `arn:aws:iam::ACCOUNT:root`,
    /// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` or `arn:aws:sts::ACCOUNT:federated-user/NAME`.
    public var arn: String
    /// As GetCallerIdentity says it: a user's `AIDA…`, `AROA…:SESSION`, `ACCOUNT:NAME` of a federated user, or the account
    /// for its root.
    public var userID: String
    public var kind: Kind

    public init(account: String, arn: String, userID: String, kind: Kind) {
        self.account = account
        self.arn = arn
        self.userID = userID
        self.kind = kind
    }

    static func root(account: String, partition: String) -> Principal {
        Principal(account: account, arn: "arn:\(partition):iam::\(account):root", userID: account, kind: .root)
    }

    /// The same principal as the Regions of a partition name it.
    public func named(in partition: String) -> Principal {
        guard !arn.isNamed(in: partition) else { return self }
        var other = self
        other.arn = arn.named(in: partition)
        if case .session(var session) = kind {
            session.issuerARN = session.issuerARN.named(in: partition)
            other.kind = .session(session)
        }
        return other
    }

    public var session: Session? { if case .session(let session) = kind { session } else { nil } }
}

/// What temporary credentials say of themselves, besides whose they are.
public struct Session: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// Of GetSessionToken: the user himself, or the root.
        case sessionToken
        /// Of AssumeRole and AssumeRoleWithWebIdentity.
        case assumedRole
        /// Of GetFederationToken.
        case federatedUser
    }

    public var kind: Kind
    /// The ARN, with its path, of the role that was assumed, or of the user (or root) who asked for the credentials.
    public var issuerARN: String
    /// The role's `AROA…`, the user's `AIDA…`, or the account for its root. Another one of the same name is not it.
    public var issuerID: String
    /// Milliseconds since 1970.
    public var issued: Int64
    /// The policy that came with the request for them, in JSON.
    public var policy: String?
    /// ARNs of the managed policies that came with it.
    public var policyARNs: [String] = []
    /// Session tags. They win over the role's or user's own.
    public var tags: [IAMTag] = []
    /// Keys of those session tags that a session has too which these credentials assume.
    public var transitiveTagKeys: [String] = []
    public var sourceIdentity: String?
    /// For a web identity: the provider's ARN.
    public var federatedProvider: String?

    public init(kind: Kind, issuerARN: String, issuerID: String, issued: Int64) {
        self.kind = kind
        self.issuerARN = issuerARN
        self.issuerID = issuerID
        self.issued = issued
    }
}
