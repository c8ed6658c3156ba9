import AWSJSON
import Records

/// A user of an account. It names its access keys itself: a list that the store gave could leave one out.
struct UserRecord: Hashable, Sendable {
    var name: String
    var account: String
    var userID: String
    /// Milliseconds since 1970.
    var created: Int64
    /// The ids of all access keys, in the order in which they were made.
    var accessKeyIDs: [String]
}

extension UserRecord: RecordContent {
    static let collection = Collection(rawValue: "user")

    var recordID: RecordID { RecordID(Self.collection, account: account, region: "", name: name) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("name", .string(name)), .init("account", .string(account)), .init("id", .string(userID)),
            .init("created", .int(created)), .init("keys", .array(accessKeyIDs.map { .string($0) })),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let name = json["name"]?.string, let account = json["account"]?.string, let userID = json["id"]?.string,
            let created = json["created"]?.int64, let keys = json["keys"]?.elements
        else { return nil }
        let ids = keys.compactMap(\.string)
        guard ids.count == keys.count else { return nil }
        self.init(name: name, account: account, userID: userID, created: created, accessKeyIDs: ids)
    }

    private static let names: Set<String> = ["name", "account", "id", "created", "keys"]
}
