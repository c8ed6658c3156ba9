import AWSJSON

/// How temporary credentials came about: `sessionContext` of a record's `userIdentity`.
public struct AuditSession: Hashable, Sendable {
    /// Whose credentials, or which role, the session comes from; nil for GetSessionToken.
    public var issuer: AuditSessionIssuer?
    /// When the credentials were made, in milliseconds since 1970.
    public var creationDate: Int64
    public var isMFAAuthenticated: Bool
    /// As AssumeRole's SourceIdentity set it.
    public var sourceIdentity: String?
    /// Only for AssumeRoleWithWebIdentity.
    public var webIdentity: AuditWebIdentity?

    public init(
        issuer: AuditSessionIssuer? = nil, creationDate: Int64, isMFAAuthenticated: Bool = false,
        sourceIdentity: String? = nil, webIdentity: AuditWebIdentity? = nil
    ) {
        self.issuer = issuer
        self.creationDate = creationDate
        self.isMFAAuthenticated = isMFAAuthenticated
        self.sourceIdentity = sourceIdentity
        self.webIdentity = webIdentity
    }

    func write(to json: inout JSONWriter) {
        json.name("sessionContext")
        json.beginObject()
        if let issuer {
            json.name("sessionIssuer")
            issuer.write(to: &json)
        }
        if let webIdentity {
            json.name("webIdFederationData")
            webIdentity.write(to: &json)
        }
        json.name("attributes")
        json.beginObject()
        json.member("creationDate", UTCTime(milliseconds: creationDate).iso8601)
        // A string, as CloudTrail has it.
        json.member("mfaAuthenticated", isMFAAuthenticated ? "true" : "false")
        json.endObject()
        json.member("sourceIdentity", sourceIdentity)
        json.endObject()
    }
}

/// Who or what a session comes from.
public struct AuditSessionIssuer: Hashable, Sendable {
    public enum Kind: String, Sendable { case root = "Root", user = "IAMUser", role = "Role" }

    public var kind: Kind
    /// For example `AROA…`.
    public var id: String
    public var arn: String
    /// 12 digits.
    public var account: String
    /// The user's or role's name; nil for root.
    public var userName: String?

    public init(kind: Kind, id: String, arn: String, account: String, userName: String?) {
        self.kind = kind
        self.id = id
        self.arn = arn
        self.account = account
        self.userName = userName
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("type", kind.rawValue)
        json.member("principalId", id)
        json.member("arn", arn)
        json.member("accountId", account)
        json.member("userName", userName)
        json.endObject()
    }
}

/// What an identity provider said of a session's user.
public struct AuditWebIdentity: Hashable, Sendable {
    /// The provider's ARN, or the name of one that needs none.
    public var provider: String
    /// For example `accounts.google.com:aud` and `accounts.google.com:sub`, in the order they are written in.
    public var attributes: [Attribute]

    public struct Attribute: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(provider: String, attributes: [Attribute] = []) {
        self.provider = provider
        self.attributes = attributes
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("federatedProvider", provider)
        json.name("attributes")
        json.beginObject()
        for attribute in attributes { json.member(attribute.name, attribute.value) }
        json.endObject()
        json.endObject()
    }
}
