import KMSModel
import KeyCrypto
import Records

/// Everything about a KMS key but its key material.
struct KeyRecord: Hashable, Sendable {
    var id: String
    var account: String
    var region: String
    /// Milliseconds since 1970, as all times here.
    var created: Int64
    var description: String
    var isEnabled = true
    var deletion: Deletion?
    var spec: KeySpec
    var usage: KeyUsageType
    var origin: OriginType
    var manager: KeyManagerType
    var policy: String
    var tags: [KeyTag]
    var rotation: RotationSchedule?
    /// In order of age; the last is the current one.
    var materials: [Material]

    struct Deletion: Hashable, Sendable {
        var date: Int64
        var windowDays: Int
    }

    struct RotationSchedule: Hashable, Sendable {
        var periodDays: Int
        var next: Int64
    }

    struct Material: Hashable, Sendable {
        var id: KeyMaterialID
        /// How it became the current one; nil for a key's first.
        var rotation: Rotation?
    }

    struct Rotation: Hashable, Sendable {
        var date: Int64
        var type: RotationType
    }
}

extension KeyRecord {
    var state: KeyState {
        if deletion != nil { return .pendingDeletion }
        return isEnabled ? .enabled : .disabled
    }

    /// When housekeeping next has something to do with this key. A disabled key is not rotated until it is enabled.
    var due: Int64? {
        if let deletion { return deletion.date }
        return isEnabled ? rotation?.next : nil
    }

    var onDemandRotations: Int { materials.count { $0.rotation?.type == .onDemand } }
}

extension KeyRecord: RecordContent {
    static let collection = Collection(rawValue: "key")
    static let dueIndex = "due"

    /// Ordered as the times are.
    static func dueValue(_ time: Int64) -> String {
        let digits = String(max(0, time))
        return String(repeating: "0", count: max(0, 15 - digits.count)) + digits
    }

    static func recordID(_ id: String, account: String, region: String) -> RecordID {
        RecordID(collection, account: account, region: region, name: id)
    }

    var recordID: RecordID { Self.recordID(id, account: account, region: region) }

    func materialRecordID(_ material: KeyMaterialID) -> RecordID {
        RecordID(
            Collection(rawValue: "key-material"), account: account, region: region, name: "\(id)/\(material.hex)")
    }

    var indexes: [IndexEntry] { due.map { [IndexEntry(Self.dueIndex, Self.dueValue($0))] } ?? [] }
}
