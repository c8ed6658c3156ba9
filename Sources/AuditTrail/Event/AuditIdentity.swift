import AWSJSON

/// Who made a call: a record's `userIdentity`
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
///
/// Its JSON is made once, here; a caller that is kept costs a record no more than a copy of bytes.
public struct AuditIdentity: Hashable, Sendable {
    /// The value of `userIdentity`: one JSON object.
    public let json: [UInt8]
    /// Whose credentials were used, 12 digits: the caller's records are in this account's trail. Nil for those who had
    /// none: users of an identity provider.
    public let account: String?
    /// What another account sees of a caller; nil if it sees the same.
    let reduced: [UInt8]?

    private init(account: String?, reduced: [UInt8]? = nil, _ write: (inout JSONWriter) -> Void) {
        var json = JSONWriter(reserving: 640)
        json.beginObject()
        write(&json)
        json.endObject()
        self.json = json.bytes
        self.account = account
        self.reduced = reduced
    }

    private init(json: [UInt8], reduced: [UInt8]?, account: String?) {
        self.json = json
        self.reduced = reduced
        self.account = account
    }

    private init(alreadyReduced json: [UInt8], account: String?) {
        self.json = json
        self.account = account
        reduced = nil
    }

    /// An account's root user.
    ///
    /// `session`: nil with keys that don't end.
    public static func root(
        account: String, arn: String, principalID: String, accessKeyID: String?, session: AuditSession? = nil
    ) -> AuditIdentity {
        AuditIdentity(account: account, reduced: reducedJSON(principalID, account)) { json in
            json.member("type", "Root")
            json.identifiers(principalID, arn, account, accessKeyID)
            session?.write(to: &json)
        }
    }

    /// An IAM user.
    ///
    /// `session`: only with credentials from GetSessionToken.
    public static func user(
        name: String, id: String, arn: String, account: String, accessKeyID: String?, session: AuditSession? = nil
    ) -> AuditIdentity {
        AuditIdentity(account: account, reduced: reducedJSON(id, account)) { json in
            json.member("type", "IAMUser")
            json.identifiers(id, arn, account, accessKeyID)
            json.member("userName", name)
            session?.write(to: &json)
        }
    }

    /// A session of a role.
    ///
    /// `principalID`: the role's id, a colon, and the session's name.
    /// `arn`: of the session, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
    public static func assumedRole(
        principalID: String, arn: String, account: String, accessKeyID: String?, session: AuditSession
    ) -> AuditIdentity {
        AuditIdentity(account: account, reduced: reducedJSON(principalID, account)) { json in
            json.member("type", "AssumedRole")
            json.identifiers(principalID, arn, account, accessKeyID)
            session.write(to: &json)
        }
    }

    /// A session from GetFederationToken.
    ///
    /// `principalID`: the account, a colon, and the session's name.
    /// `arn`: `arn:aws:sts::ACCOUNT:federated-user/NAME`.
    public static func federatedUser(
        principalID: String, arn: String, account: String, accessKeyID: String?, session: AuditSession
    ) -> AuditIdentity {
        AuditIdentity(account: account, reduced: reducedJSON(principalID, account)) { json in
            json.member("type", "FederatedUser")
            json.identifiers(principalID, arn, account, accessKeyID)
            session.write(to: &json)
        }
    }

    /// Who calls AssumeRoleWithWebIdentity.
    ///
    /// `principalID`: issuer, audience and subject, with colons between them.
    public static func webIdentityUser(
        principalID: String, userName: String, identityProvider: String
    ) -> AuditIdentity {
        AuditIdentity(account: nil) { json in
            json.member("type", "WebIdentityUser")
            json.member("principalId", principalID)
            json.member("userName", userName)
            json.member("identityProvider", identityProvider)
        }
    }

    /// The service itself: nobody called, or its operator acted by hand.
    public static func service(account: String, invokedBy: String = "AWS Internal") -> AuditIdentity {
        AuditIdentity(account: account) { json in
            json.member("accountId", account)
            json.member("invokedBy", invokedBy)
        }
    }

    /// A caller from another account.
    public static func account(principalID: String, account: String) -> AuditIdentity {
        AuditIdentity(alreadyReduced: reducedJSON(principalID, account), account: account)
    }

    /// This caller, for whom a service made the call.
    public func invoked(by service: String) -> AuditIdentity {
        var more = JSONWriter(reserving: 64)
        more.beginObject()
        more.member("invokedBy", service)
        more.endObject()
        return AuditIdentity(
            json: json.dropLast() + [UInt8(ascii: ",")] + more.bytes.dropFirst(), reduced: reduced, account: account)
    }

    /// This caller as an account sees it that owns what was used, and not the caller.
    public var seenByOtherAccount: AuditIdentity { AuditIdentity(alreadyReduced: reduced ?? json, account: account) }

    private static func reducedJSON(_ principalID: String, _ account: String) -> [UInt8] {
        var json = JSONWriter(reserving: 128)
        json.beginObject()
        json.member("type", "AWSAccount")
        json.member("principalId", principalID)
        json.member("accountId", account)
        json.endObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func identifiers(
        _ principalID: String, _ arn: String, _ account: String, _ accessKeyID: String?
    ) {
        member("principalId", principalID)
        member("arn", arn)
        member("accountId", account)
        member("accessKeyId", accessKeyID)
    }
}
