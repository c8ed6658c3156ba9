import AWSJSON
import Records

/// An event that no call tells of, on its way into the audit trail: written in the same commit as the change that it is
/// about, and deleted when the trail has it.
struct PendingEvent: Hashable, Sendable {
    /// The event's own, fixed when it is written, so that what gets into the trail twice is known again.
    var id: String
    /// Milliseconds since 1970.
    var time: Int64
    var account: String
    var region: String
    /// The record as the trail gets it.
    var json: String
}

extension PendingEvent: RecordContent {
    static let collection = Collection(rawValue: "pending-event")
    static let timeIndex = "time"

    static func timeValue(_ time: Int64) -> String {
        let digits = String(max(0, time))
        return String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
    }

    var recordID: RecordID { RecordID(Self.collection, account: account, region: region, name: id) }

    var indexes: [IndexEntry] { [IndexEntry(Self.timeIndex, Self.timeValue(time))] }

    func encoded() -> [UInt8] {
        JSONValue.object([
            .init("id", .string(id)), .init("time", .int(time)), .init("account", .string(account)),
            .init("region", .string(region)), .init("record", .string(json)),
        ]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), let id = value["id"]?.string,
            let time = value["time"]?.int64, let account = value["account"]?.string,
            let region = value["region"]?.string, let json = value["record"]?.string
        else { return nil }
        self.init(id: id, time: time, account: account, region: region, json: json)
    }
}
