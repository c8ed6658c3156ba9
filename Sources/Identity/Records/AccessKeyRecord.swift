import AWSJSON
import Records

/// An access key but for its secret, which is a record of its own, so that it never stands in a text.
struct AccessKeyRecord: Hashable, Sendable {
    var id: String
    /// The user whose it is, as partition `aws` names him. A user's other name or path is written here too.
    var principal: Principal
    /// Milliseconds since 1970.
    var created: Int64
    var isActive: Bool

    static let secretCollection = Collection(rawValue: "access-key-secret")

    static func secretID(_ id: String) -> RecordID { RecordID(secretCollection, account: "", region: "", name: id) }
}

extension AccessKeyRecord: RecordContent {
    static let collection = Collection(rawValue: "access-key")

    static func recordID(_ id: String) -> RecordID { RecordID(collection, account: "", region: "", name: id) }

    /// An access key is looked up before anyone knows its account.
    var recordID: RecordID { Self.recordID(id) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("id", .string(id)), .init("account", .string(principal.account)),
            .init("arn", .string(principal.arn)), .init("user", .string(principal.userID)),
            .init("created", .int(created)), .init("active", .bool(isActive)),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let id = json["id"]?.string, let account = json["account"]?.string, let arn = json["arn"]?.string,
            let userID = json["user"]?.string, let created = json["created"]?.int64,
            let isActive = json["active"]?.bool
        else { return nil }
        let principal = Principal(account: account, arn: arn, userID: userID, kind: .user)
        self.init(id: id, principal: principal, created: created, isActive: isActive)
    }

    private static let names: Set<String> = ["id", "account", "arn", "user", "created", "active"]
}
