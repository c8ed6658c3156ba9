/// What is known of a caller besides his policies: what condition keys about the principal and the session ask for
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
public final class CallerFacts: Sendable {
    /// The values of `aws:PrincipalType`.
    public enum PrincipalType: String, Hashable, Sendable {
        /// The root of an account.
        case account = "Account"
        case user = "User"
        case assumedRole = "AssumedRole"
        case federatedUser = "FederatedUser"
        /// An AWS service, or somebody who is not of any account yet.
        case anonymous = "Anonymous"
    }

    public struct Tag: Hashable, Sendable {
        public var key: String
        public var value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// What is only known of those who come with temporary credentials.
    public struct Session: Hashable, Sendable {
        /// Milliseconds since 1970: `aws:TokenIssueTime`.
        public var issued: Int64
        /// `aws:MultiFactorAuthPresent`; absent for long-term access keys.
        public var hasMFA = false
        public var sourceIdentity: String?
        /// The ARN or name of the identity provider.
        public var federatedProvider: String?

        public init(
            issued: Int64, hasMFA: Bool = false, sourceIdentity: String? = nil, federatedProvider: String? = nil
        ) {
            self.issued = issued
            self.hasMFA = hasMFA
            self.sourceIdentity = sourceIdentity
            self.federatedProvider = federatedProvider
        }
    }

    public let type: PrincipalType
    /// `aws:PrincipalArn`: of a session of a role the role's ARN, with its path; otherwise as logs name the caller.
    public let principalARN: String
    /// 12 digits.
    public let account: String
    /// `aws:userid`: `AIDA…`, `AROA…:SESSION`, `ACCOUNT:NAME`, or the account for its root.
    public let userID: String
    /// `aws:username`, of users only.
    public let username: String?
    /// The principal's own tags, or for a session those and the session's, which win.
    public let tags: [Tag]
    public let session: Session?
    /// The name of the AWS service that calls for itself.
    public let service: String?

    public init(
        type: PrincipalType, principalARN: String, account: String, userID: String, username: String? = nil,
        tags: [Tag] = [], session: Session? = nil, service: String? = nil
    ) {
        self.type = type
        self.principalARN = principalARN
        self.account = account
        self.userID = userID
        self.username = username
        self.tags = tags
        self.session = session
        self.service = service
    }
}
