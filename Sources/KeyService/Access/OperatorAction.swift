import AWSJSON
import Records

/// What an operator did to a key past its policy: kept as long as the database is, for whoever audits it.
struct OperatorAction: Hashable, Sendable {
    /// Names the action, and is unique among those on a key: 32 hex digits.
    var id: String
    var account: String
    var region: String
    var keyID: String
    /// Milliseconds since 1970.
    var time: Int64
    /// For example `RecoverKey`.
    var action: String
    /// The key policy that was replaced.
    var formerPolicy: String
}

extension OperatorAction: RecordContent {
    static let collection = Collection(rawValue: "operator-action")

    /// A key's actions stand together, in order of time.
    var recordID: RecordID {
        let padded = String(time)
        let digits = String(repeating: "0", count: max(0, 16 - padded.utf8.count)) + padded
        return RecordID(Self.collection, account: account, region: region, name: "\(keyID)/\(digits)/\(id)")
    }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("id", .string(id)), .init("account", .string(account)), .init("region", .string(region)),
            .init("key", .string(keyID)), .init("time", .int(time)), .init("action", .string(action)),
            .init("former-policy", .string(formerPolicy)),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let id = json["id"]?.string,
            let account = json["account"]?.string, let region = json["region"]?.string,
            let keyID = json["key"]?.string, let time = json["time"]?.int64, let action = json["action"]?.string,
            let formerPolicy = json["former-policy"]?.string
        else { return nil }
        self.init(
            id: id, account: account, region: region, keyID: keyID, time: time, action: action,
            formerPolicy: formerPolicy)
    }
}
