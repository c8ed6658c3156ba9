import AWSJSON
import KMSModel
import Records

/// One use of a key.
struct KeyUse: Hashable, Sendable {
    var operation: KeyLastUsageTrackingOperation
    /// Milliseconds since 1970.
    var time: Int64
    /// Empty if the caller of the service named none.
    var requestID: String
    /// That of the call's record in the trail; empty if there is none.
    var eventID = ""
}

/// The last use of a key, as far as it is stored.
struct UsageRecord: Hashable, Sendable {
    var account: String
    var region: String
    var keyID: String
    var use: KeyUse
}

extension UsageRecord: RecordContent {
    static let collection = Collection(rawValue: "key-usage")

    /// `key`: the name of the key's own record.
    static func recordID(of key: RecordID) -> RecordID {
        RecordID(collection, account: key.account, region: key.region, name: key.name)
    }

    init(of key: RecordID, _ use: KeyUse) {
        self.init(account: key.account, region: key.region, keyID: key.name, use: use)
    }

    var recordID: RecordID { RecordID(Self.collection, account: account, region: region, name: keyID) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("account", .string(account)), .init("region", .string(region)), .init("key", .string(keyID)),
            .init("operation", .string(use.operation.rawValue)), .init("time", .int(use.time)),
            .init("request", .string(use.requestID)), .init("event", .string(use.eventID)),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let account = json["account"]?.string,
            let region = json["region"]?.string, let keyID = json["key"]?.string,
            let operation = json["operation"]?.string.flatMap(KeyLastUsageTrackingOperation.init(rawValue:)),
            let time = json["time"]?.int64, let requestID = json["request"]?.string
        else { return nil }
        // Older records name no event.
        let eventID = json["event"]?.string ?? ""
        self.init(
            account: account, region: region, keyID: keyID,
            use: KeyUse(operation: operation, time: time, requestID: requestID, eventID: eventID))
    }
}
