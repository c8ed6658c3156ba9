import AWSJSON
import Records

/// A user of an account. It names its access keys and groups itself: a list that the store gave could leave one out.
struct UserRecord: PolicyHolder, Tagged {
    static let kind = EntityKind.user

    var name: String
    var path: String
    var account: String
    var uniqueID: String
    var created: Int64
    /// The ids of all access keys, in the order in which they were made.
    var accessKeyIDs: [String] = []
    /// Unique ids of groups, in the order in which it was added to them.
    var groupIDs: [String] = []
    var policies = EntityPolicies()
    var tags: [IAMTag] = []
    /// Sessions from before are void. Milliseconds since 1970.
    var sessionsFrom: Int64 = 0

    func principal(in partition: String) -> Principal {
        Principal(account: account, arn: arn(in: partition), userID: uniqueID, kind: .user)
    }
}

extension UserRecord: RecordContent {
    static let collection = Collection(rawValue: "user")

    var indexes: [IndexEntry] {
        [idEntry] + groupIDs.map { IndexEntry(EntityIndex.group, $0) } + policies.indexes(account: account)
    }

    func encoded() -> [UInt8] {
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("path", .string(path)), .init("account", .string(account)),
            .init("id", .string(uniqueID)), .init("created", .int(created)), .init("keys", .strings(accessKeyIDs)),
            .init("groups", .strings(groupIDs)), .init("tags", tags.json),
        ]
        if sessionsFrom > 0 { members.append(.init("sessions-from", .int(sessionsFrom))) }
        return JSONValue.object(members + policies.members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let name = json["name"]?.string,
            let account = json["account"]?.string, let id = json["id"]?.string,
            let created = json["created"]?.int64, let keys = json["keys"]?.strings
        else { return nil }
        self.init(name: name, path: "/", account: account, uniqueID: id, created: created, accessKeyIDs: keys)
        if json.hasNoMembers(besides: Self.firstNames) {
            // Written before there were policies, when an account had one user, who could do everything.
            guard name == Identity.administratorName else { return nil }
            policies.attached = [ManagedPolicyCatalogue.administratorAccess]
            return
        }
        guard json.hasNoMembers(besides: Self.names), let path = json["path"]?.string,
            let groups = json["groups"]?.strings, let tags = [IAMTag](json: json["tags"]),
            let policies = EntityPolicies(json: json)
        else { return nil }
        self.path = path
        self.groupIDs = groups
        self.tags = tags
        self.policies = policies
        if let from = json["sessions-from"] {
            guard let from = from.int64 else { return nil }
            sessionsFrom = from
        }
    }

    private static let firstNames: Set<String> = ["name", "account", "id", "created", "keys"]
    private static let names = firstNames.union(EntityPolicies.memberNames).union([
        "path", "groups", "tags", "sessions-from",
    ])
}
