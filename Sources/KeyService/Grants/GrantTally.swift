import AWSJSON
import Records

/// How many grants a key has. Every change of a key's grants is a change of this record too, so that of two that are
/// made at once one has to look again: at the quota, and at whether the other is the same grant.
struct GrantTally: Hashable, Sendable {
    var account: String
    var region: String
    var keyID: String
    var count: Int

    init(of key: KeyRecord, count: Int = 0) {
        account = key.account
        region = key.region
        keyID = key.id
        self.count = count
    }
}

extension GrantTally: RecordContent {
    static let collection = Collection(rawValue: "grant-tally")

    var recordID: RecordID { RecordID(Self.collection, account: account, region: region, name: keyID) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("account", .string(account)), .init("region", .string(region)), .init("key", .string(keyID)),
            .init("count", .int(Int64(count))),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let account = json["account"]?.string,
            let region = json["region"]?.string, let keyID = json["key"]?.string, let count = json["count"]?.int64
        else { return nil }
        self.account = account
        self.region = region
        self.keyID = keyID
        self.count = Int(count)
    }
}
