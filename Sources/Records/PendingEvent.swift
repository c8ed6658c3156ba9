import AWSJSON

/// An event that no call tells of, on its way into the audit trail: written in the same commit as the change that it is
/// about, so that there is no change without its event and no event without its change, and deleted when the trail has
/// it. Which service it comes from makes no difference: CloudTrail's `EventOutbox` gives all of them to the trail.
public struct PendingEvent: Hashable, Sendable {
    /// The event's own, fixed when it is written, so that what gets into the trail twice is known again.
    public var id: String
    /// Milliseconds since 1970.
    public var time: Int64
    /// In whose trail it belongs: 12 digits.
    public var account: String
    public var region: String
    /// The record as the trail gets it.
    public var json: String

    /// `json`: in UTF-8.
    public init(id: String, time: Int64, account: String, region: String, json: [UInt8]) {
        self.init(id: id, time: time, account: account, region: region, json: String(decoding: json, as: UTF8.self))
    }

    private init(id: String, time: Int64, account: String, region: String, json: String) {
        self.id = id
        self.time = time
        self.account = account
        self.region = region
        self.json = json
    }
}

extension PendingEvent: RecordContent {
    public static let collection = Collection(rawValue: "pending-event")
    /// Puts events in order of time.
    public static let timeIndex = "time"

    /// Under which an event is found by its time.
    public static func timeValue(_ time: Int64) -> String {
        let digits = String(max(0, time))
        return String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
    }

    public var recordID: RecordID { RecordID(Self.collection, account: account, region: region, name: id) }

    public var indexes: [IndexEntry] { [IndexEntry(Self.timeIndex, Self.timeValue(time))] }

    public func encoded() -> [UInt8] {
        JSONValue.object([
            .init("id", .string(id)), .init("time", .int(time)), .init("account", .string(account)),
            .init("region", .string(region)), .init("record", .string(json)),
        ]).encoded
    }

    public init?(decoding bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), let id = value["id"]?.string,
            let time = value["time"]?.int64, let account = value["account"]?.string,
            let region = value["region"]?.string, let json = value["record"]?.string
        else { return nil }
        self.init(id: id, time: time, account: account, region: region, json: json)
    }
}
