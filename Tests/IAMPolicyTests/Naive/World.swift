import IAMPolicy

/// A small world in which random policies and requests often meet.
enum World {
    static let home = "111122223333"
    static let abroad = "444455556666"
    static let services = ["s3.amazonaws.com", "logs.us-east-1.amazonaws.com"]
    static let provider = "arn:aws:iam::111122223333:oidc-provider/idp.example.com"

    /// Unique ids, by what had them when policies were stored.
    static let ids = [
        "arn:aws:iam::111122223333:user/alice": "AIDAAAAAAAAAAAAAAAAA1",
        "arn:aws:iam::111122223333:user/team/bob": "AIDAAAAAAAAAAAAAAAAA2",
        "arn:aws:iam::444455556666:user/carol": "AIDAAAAAAAAAAAAAAAAA3",
        "arn:aws:iam::111122223333:role/reader": "AROAAAAAAAAAAAAAAAAA1",
        "arn:aws:iam::111122223333:role/svc/writer": "AROAAAAAAAAAAAAAAAAA2",
        "arn:aws:iam::444455556666:role/auditor": "AROAAAAAAAAAAAAAAAAA3",
        "arn:aws:sts::111122223333:assumed-role/reader/one": "AROAAAAAAAAAAAAAAAAA1",
    ]

    static let requesters: [Requester] = [
        root(home), root(abroad),
        user(home, "user/alice", "AIDAAAAAAAAAAAAAAAAA1"),
        user(home, "user/team/bob", "AIDAAAAAAAAAAAAAAAAA2"),
        user(abroad, "user/carol", "AIDAAAAAAAAAAAAAAAAA3"),
        // Another alice, made after the first was renamed, and the first one.
        user(home, "user/alice", "AIDAAAAAAAAAAAAAAAAA8"),
        user(home, "user/alicia", "AIDAAAAAAAAAAAAAAAAA1"),
        session(home, "role/reader", "reader/one", "AROAAAAAAAAAAAAAAAAA1"),
        session(home, "role/reader", "reader/two", "AROAAAAAAAAAAAAAAAAA1"),
        session(home, "role/svc/writer", "writer/one", "AROAAAAAAAAAAAAAAAAA2"),
        session(abroad, "role/auditor", "auditor/one", "AROAAAAAAAAAAAAAAAAA3"),
        // A session of a role that was deleted and made anew.
        session(home, "role/reader", "reader/one", "AROAAAAAAAAAAAAAAAAA9"),
        federated(home, "pat", "arn:aws:iam::111122223333:user/alice", "AIDAAAAAAAAAAAAAAAAA1"),
        federated(home, "kim", "arn:aws:iam::111122223333:root", "111122223333"),
        federated(abroad, "lee", "arn:aws:iam::444455556666:user/carol", "AIDAAAAAAAAAAAAAAAAA3"),
        Requester(kind: .service, arn: services[0], account: "", uniqueID: "", policies: .none),
        Requester(kind: .service, arn: services[1], account: "", uniqueID: "", policies: .none),
        Requester(
            kind: .webIdentity(provider: provider), arn: provider, account: home, uniqueID: "", policies: .none),
    ]

    private static func root(_ account: String) -> Requester {
        Requester(
            kind: .root, arn: "arn:aws:iam::\(account):root", account: account, uniqueID: account, policies: .none)
    }

    private static func user(_ account: String, _ name: String, _ id: String) -> Requester {
        Requester(
            kind: .user, arn: "arn:aws:iam::\(account):\(name)", account: account, uniqueID: id, policies: .none)
    }

    private static func session(_ account: String, _ role: String, _ name: String, _ id: String) -> Requester {
        Requester(
            kind: .assumedRole(role: "arn:aws:iam::\(account):\(role)"),
            arn: "arn:aws:sts::\(account):assumed-role/\(name)", account: account, uniqueID: id, policies: .none)
    }

    private static func federated(_ account: String, _ name: String, _ user: String, _ id: String) -> Requester {
        Requester(
            kind: .federatedUser(user: user), arn: "arn:aws:sts::\(account):federated-user/\(name)",
            account: account, uniqueID: id, policies: .none)
    }

    static let keys = [
        "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
        "arn:aws:kms:us-east-1:444455556666:key/9876abcd-12ab-34cd-56ef-1234567890ab",
    ]
    static let roles = ["arn:aws:iam::111122223333:role/reader", "arn:aws:iam::444455556666:role/auditor"]
    /// What has no policy of its own.
    static let bare = [
        "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::444455556666:user/carol",
        "arn:aws:kms:us-east-1:111122223333:alias/red", "*",
    ]

    static let keyActions = [
        "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant", "kms:PutKeyPolicy",
    ]
    static let roleActions = ["sts:AssumeRole", "sts:TagSession"]
    static let bareActions = ["iam:GetUser", "kms:ListKeys", "kms:CreateAlias"]

    static let actionPatterns = [
        "*", "*", "kms:*", "KMS:*", "kms:Decrypt", "kms:decrypt", "kms:?ncrypt", "kms:De*", "kms:*Key*",
        "kms:G*t*K?y", "iam:*", "iam:GetUser", "sts:AssumeRole", "sts:*", "kms:CreateGrant", "kms:ListKeys",
    ]

    static let resourcePatterns = [
        "*", "*", "*", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:*:111122223333:key/*", "arn:aws:kms:*:*:key/????abcd-*", "arn:aws:kms:eu-*-1:*:key/mrk-*",
        "arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:iam::*:user/${aws:username, 'carol'}",
        "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}", "arn:aws:iam::*:role/*",
        "arn:aws:kms:us-east-1:111122223333:alias/${aws:PrincipalTag/team}",
        "arn:aws:kms:*:*:alias/${aws:PrincipalTag/team, 'red'}", "arn:aws:iam::111122223333:user/ali${*}",
    ]

    /// What stands in `AWS` of a `Principal`.
    static let awsPrincipals =
        [
            "*", "*", home, abroad, "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root",
            "arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:root",
            "arn:aws:sts::111122223333:assumed-role/writer/one",
            "arn:aws:sts::444455556666:assumed-role/auditor/one",
            "arn:aws:sts::111122223333:federated-user/pat", "arn:aws:sts::111122223333:federated-user/kim",
            "AIDAAAAAAAAAAAAAAAAA1", "AROAAAAAAAAAAAAAAAAA1", "AROAAAAAAAAAAAAAAAAA9",
        ] + ids.keys.sorted()
}
