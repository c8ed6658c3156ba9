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
    /// The users and roles that the policy names, by ARN, with the unique ids they had when it was set.
    var policyPrincipals: [String: String] = [:]
    var tags: [KeyTag]
    var rotation: RotationSchedule?
    /// In order of age.
    var materials: [Material]
    /// SubjectPublicKeyInfo in DER; nil if the key is not asymmetric or has no key material yet.
    var publicKey: [UInt8]?
    /// Nil for keys of one Region.
    var multiRegion: MultiRegion?
    /// What the key is going through.
    var transition: Transition?

    struct Deletion: Hashable, Sendable {
        /// Nil as long as a primary key waits for its replicas to be deleted.
        var date: Int64?
        var windowDays: Int
    }

    struct RotationSchedule: Hashable, Sendable {
        var periodDays: Int
        var next: Int64
    }

    struct Material: Hashable, Sendable {
        var id: KeyMaterialID
        /// How it became the current one; nil for a key's first, and for what has not become it yet.
        var rotation: Rotation?
        /// Nil for key material that was made here.
        var imported: Imported?

        var isPresent: Bool { imported?.isPresent ?? true }
    }

    struct Rotation: Hashable, Sendable {
        var date: Int64
        var type: RotationType
    }

    struct Imported: Hashable, Sendable {
        /// Whether it is here; if not, it expired or was deleted, and may be imported again.
        var isPresent: Bool
        /// When it expires; nil for never.
        var validTo: Int64?
        var description: String?
        var stage: Stage

        enum Stage: String, Sendable {
            /// It is, or was, the key's current material.
            case associated = "ASSOCIATED"
            /// It waits to become the current one.
            case pendingRotation = "PENDING_ROTATION"
            /// It waits for the same material in all of the key's Regions.
            case pendingReplicas = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"
        }
    }

    struct MultiRegion: Hashable, Sendable {
        var primaryRegion: String
        /// In order.
        var replicaRegions: [String]
    }

    struct Transition: Hashable, Sendable {
        var kind: Kind
        var until: Int64

        enum Kind: String, Sendable {
            /// A replica is being made.
            case creating = "CREATING"
            /// The set's primary Region is being changed.
            case updating = "UPDATING"
        }
    }
}

extension KeyRecord {
    var state: KeyState {
        if let deletion { return deletion.date == nil ? .pendingReplicaDeletion : .pendingDeletion }
        switch transition?.kind {
        case .creating: return .creating
        case .updating: return .updating
        case nil: break
        }
        if isMaterialMissing { return .pendingImport }
        return isEnabled ? .enabled : .disabled
    }

    /// The material that encrypts and signs; nil if none was ever imported.
    var currentMaterial: Material? { materials.last { $0.imported.map { $0.stage == .associated } ?? true } }

    /// A key with imported material is of no use unless all of it is here.
    private var isMaterialMissing: Bool {
        guard origin == .external else { return false }
        let associated = materials.compactMap(\.imported).filter { $0.stage == .associated }
        return associated.isEmpty || associated.contains { !$0.isPresent }
    }

    var isPrimary: Bool { multiRegion.map { $0.primaryRegion == region } ?? false }
    var isReplica: Bool { multiRegion.map { $0.primaryRegion != region } ?? false }

    /// When housekeeping next has something to do with this key. A disabled key is not rotated until it is enabled, and
    /// replicas are rotated with their primary.
    var due: Int64? {
        var times = materials.compactMap(\.imported).filter(\.isPresent).compactMap(\.validTo)
        if let transition { times.append(transition.until) }
        if let date = deletion?.date { times.append(date) }
        if let nextRotation { times.append(nextRotation) }
        return times.min()
    }

    var nextRotation: Int64? { deletion == nil && isEnabled && !isReplica ? rotation?.next : nil }

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
        RecordID(Self.materialCollection, account: account, region: region, name: "\(id)/\(material.hex)")
    }

    static let materialCollection = Collection(rawValue: "key-material")

    var indexes: [IndexEntry] { due.map { [IndexEntry(Self.dueIndex, Self.dueValue($0))] } ?? [] }
}
