import AWSJSON
import Records

/// An account: its alias, and how much of everything it has.
struct AccountRecord: Hashable, Sendable {
    var account: String
    /// Milliseconds since 1970.
    var created: Int64
    var alias: String?
    var userCount = 0
    var groupCount = 0
    var roleCount = 0
    var policyCount = 0
    var providerCount = 0
}

extension AccountRecord: RecordContent {
    static let collection = Collection(rawValue: "account")

    static func recordID(_ account: String) -> RecordID {
        RecordID(collection, account: "", region: "", name: account)
    }

    /// All accounts stand together.
    var recordID: RecordID { Self.recordID(account) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        var members: [JSONValue.Member] = [
            .init("account", .string(account)), .init("created", .int(created)),
            .init("users", .int(Int64(userCount))), .init("groups", .int(Int64(groupCount))),
            .init("roles", .int(Int64(roleCount))), .init("policies", .int(Int64(policyCount))),
            .init("providers", .int(Int64(providerCount))),
        ]
        if let alias { members.append(.init("alias", .string(alias))) }
        return JSONValue.object(members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let account = json["account"]?.string, let created = json["created"]?.int64,
            let alias = json.optional("alias", \.string), let users = json["users"]?.int64,
            let groups = json["groups"]?.int64, let roles = json["roles"]?.int64,
            let policies = json["policies"]?.int64, let providers = json["providers"]?.int64
        else { return nil }
        self.init(
            account: account, created: created, alias: alias, userCount: Int(users), groupCount: Int(groups),
            roleCount: Int(roles), policyCount: Int(policies), providerCount: Int(providers))
    }

    private static let names: Set<String> = [
        "account", "created", "alias", "users", "groups", "roles", "policies", "providers",
    ]
}

/// Whose an account alias is. Aliases are unique among all accounts.
struct AccountAliasRecord: Hashable, Sendable {
    var alias: String
    var account: String
}

extension AccountAliasRecord: RecordContent {
    static let collection = Collection(rawValue: "account-alias")

    static func recordID(_ alias: String) -> RecordID { RecordID(collection, account: "", region: "", name: alias) }

    var recordID: RecordID { Self.recordID(alias) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([.init("alias", .string(alias)), .init("account", .string(account))]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: ["alias", "account"]),
            let alias = json["alias"]?.string, let account = json["account"]?.string
        else { return nil }
        self.init(alias: alias, account: account)
    }
}
