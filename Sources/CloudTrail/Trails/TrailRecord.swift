import AuditTrail
import Records

/// A trail as it is stored.
struct TrailRecord: Hashable, Sendable {
    var name: String
    /// 12 digits.
    var account: String
    var partition: String
    var homeRegion: String
    /// Milliseconds since 1970.
    var created: Int64
    var bucket: String
    var prefix: String?
    var includesGlobalServiceEvents: Bool
    var isMultiRegion: Bool
    var validatesLogFiles: Bool
    /// Nil: the default one.
    var selectors: [AuditTrail.EventSelector]?
    /// The names of advanced ones, as many as there are selectors; nil if they were given in the older form.
    var advancedNames: [String]?
    var isLogging = false
    var started: Int64?
    var stopped: Int64?
    var tags: [TrailTag] = []
    /// What it took before, oldest first.
    var former: [FormerScope] = []

    var arn: String { TrailARN(partition: partition, region: homeRegion, account: account, name: name).text }

    func isVisible(in region: String) -> Bool { isMultiRegion || homeRegion == region }

    var deliveryTarget: DeliveryTarget {
        DeliveryTarget(
            directory: "trails/\(account)/\(name)", bucket: bucket, prefix: prefix, trailName: name, trailARN: arn,
            account: account, homeRegion: homeRegion, isMultiRegion: isMultiRegion,
            includesGlobalServiceEvents: includesGlobalServiceEvents,
            selector: SelectorRules.union(selectors ?? [.everything]) ?? .everything,
            validatesLogFiles: validatesLogFiles, isLogging: isLogging, former: former)
    }
}

/// A tag as a trail keeps it.
struct TrailTag: Hashable, Sendable {
    var key: String
    var value: String
}

extension TrailRecord: RecordContent {
    static let collection = Collection(rawValue: "trail")
    /// All trails, by account, Region and name.
    static let placeIndex = "place"

    static func recordID(_ name: String, account: String, region: String) -> RecordID {
        RecordID(collection, account: account, region: region, name: name)
    }

    var recordID: RecordID { Self.recordID(name, account: account, region: homeRegion) }

    var indexes: [IndexEntry] { [IndexEntry(Self.placeIndex, place)] }

    var place: String { "\(account)/\(homeRegion)/\(name)" }
}
