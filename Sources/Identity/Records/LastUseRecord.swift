import AWSJSON
import Records

/// The last use of an access key or a role, as far as it is stored.
struct LastUseRecord: Hashable, Sendable {
    /// Of the access key (`AKIA…`) or the role (`AROA…`).
    var id: String
    /// Milliseconds since 1970.
    var time: Int64
    /// As signatures name it, for example `kms`.
    var service: String
    var region: String
}

extension LastUseRecord: RecordContent {
    static let collection = Collection(rawValue: "last-use")

    static func recordID(_ id: String) -> RecordID { RecordID(collection, account: "", region: "", name: id) }

    var recordID: RecordID { Self.recordID(id) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("id", .string(id)), .init("time", .int(time)), .init("service", .string(service)),
            .init("region", .string(region)),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let id = json["id"]?.string,
            let time = json["time"]?.int64, let service = json["service"]?.string,
            let region = json["region"]?.string
        else { return nil }
        self.init(id: id, time: time, service: service, region: region)
    }
}
