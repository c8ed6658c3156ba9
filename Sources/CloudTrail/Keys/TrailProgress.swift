import AWSJSON
import Records

/// How far the audit trail has come, as the database knows it.
struct TrailProgress: Hashable, Sendable {
    /// How many records it had.
    var records: Int64

    static let name = "1"
}

extension TrailProgress: RecordContent {
    static let collection = Collection(rawValue: "audit-trail")

    var recordID: RecordID { RecordID(Self.collection, account: "", region: "", name: Self.name) }
    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] { JSONValue.object([.init("records", .int(records))]).encoded }

    init?(decoding bytes: [UInt8]) {
        guard let records = (try? JSONValue(parsing: bytes))?["records"]?.int64 else { return nil }
        self.init(records: records)
    }
}
