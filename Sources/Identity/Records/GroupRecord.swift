import AWSJSON
import Records

/// A group of users. The users name it; it knows how many they are, so that none is left behind in a group that is gone.
struct GroupRecord: PolicyHolder {
    static let kind = EntityKind.group

    var name: String
    var path: String
    var account: String
    var uniqueID: String
    var created: Int64
    var memberCount = 0
    /// Without a boundary.
    var policies = EntityPolicies()
}

extension GroupRecord: RecordContent {
    static let collection = Collection(rawValue: "group")

    var indexes: [IndexEntry] { [idEntry] + policies.indexes(account: account) }

    func encoded() -> [UInt8] {
        let members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("path", .string(path)), .init("account", .string(account)),
            .init("id", .string(uniqueID)), .init("created", .int(created)),
            .init("members", .int(Int64(memberCount))),
        ]
        return JSONValue.object(members + policies.members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let name = json["name"]?.string, let path = json["path"]?.string, let account = json["account"]?.string,
            let id = json["id"]?.string, let created = json["created"]?.int64, let count = json["members"]?.int64,
            let policies = EntityPolicies(json: json), policies.boundary == nil
        else { return nil }
        self.init(
            name: name, path: path, account: account, uniqueID: id, created: created, memberCount: Int(count),
            policies: policies)
    }

    private static let names = EntityPolicies.memberNames.union(["name", "path", "account", "id", "created", "members"])
}
