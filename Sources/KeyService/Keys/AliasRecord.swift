import AWSJSON
import KMSModel
import Records

/// A name for a key of the same account and Region.
struct AliasRecord: Hashable, Sendable {
    /// With `alias/`.
    var name: String
    var account: String
    var region: String
    var targetKeyID: String
    /// Milliseconds since 1970.
    var created: Int64
    var updated: Int64
}

extension AliasRecord: RecordContent {
    static let collection = Collection(rawValue: "alias")
    static let targetIndex = "target"

    /// Index values are one name space for all accounts and Regions.
    static func targetValue(account: String, region: String, keyID: String) -> String {
        "\(account)/\(region)/\(keyID)"
    }

    static func recordID(_ name: String, account: String, region: String) -> RecordID {
        RecordID(collection, account: account, region: region, name: name)
    }

    var recordID: RecordID { Self.recordID(name, account: account, region: region) }

    var indexes: [IndexEntry] {
        [IndexEntry(Self.targetIndex, Self.targetValue(account: account, region: region, keyID: targetKeyID))]
    }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("name", .string(name)), .init("account", .string(account)), .init("region", .string(region)),
            .init("target", .string(targetKeyID)), .init("created", .int(created)), .init("updated", .int(updated)),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let name = json["name"]?.string,
            let account = json["account"]?.string, let region = json["region"]?.string,
            let target = json["target"]?.string, let created = json["created"]?.int64,
            let updated = json["updated"]?.int64
        else { return nil }
        self.init(
            name: name, account: account, region: region, targetKeyID: target, created: created, updated: updated)
    }
}
