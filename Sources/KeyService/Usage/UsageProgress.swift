import AWSJSON
import Records

/// Up to which record of the audit trail every use of a key is stored.
struct UsageProgress: Hashable, Sendable {
    /// The record's sequence number.
    var records: Int64

    static let name = "1"
}

extension UsageProgress: RecordContent {
    static let collection = Collection(rawValue: "key-usage-progress")

    var recordID: RecordID { RecordID(Self.collection, account: "", region: "", name: Self.name) }
    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] { JSONValue.object([.init("records", .int(records))]).encoded }

    init?(decoding bytes: [UInt8]) {
        guard let records = (try? JSONValue(parsing: bytes))?["records"]?.int64 else { return nil }
        self.init(records: records)
    }
}

extension SealedStore {
    /// Nothing is known if the record is damaged: then more is read again than needed.
    /// `version`: 0 if there is no record.
    func usageProgress() async throws(RecordError) -> (records: Int64?, version: Int64) {
        let id = RecordID(UsageProgress.collection, account: "", region: "", name: UsageProgress.name)
        do throws(RecordError) {
            let found = try await read(UsageProgress.self, account: id.account, region: id.region, name: id.name)
            return (found?.value.records, found?.version ?? 0)
        } catch  where error.isOfOneRecord {
            return (nil, try await version(of: id) ?? 0)
        }
    }
}
