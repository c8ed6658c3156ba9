import AWSJSON
import AuditTrail
import Records

/// A trail that was deleted, for the records that were made before and are delivered still.
struct DeletedTrail: Hashable, Sendable {
    /// As if its logging had been stopped.
    var trail: TrailRecord
    /// When, in milliseconds since 1970.
    var deleted: Int64

    /// How many an account may have.
    static let perAccount = 100
    /// How long one is kept when all its records are delivered, in milliseconds: their digest comes at the end of an hour.
    private static let digestTime: Int64 = 7_200_000

    /// Nil if nothing is to be delivered any more.
    init?(deleting old: TrailRecord, in call: Call) throws(Failure) {
        var trail = old
        trail.isLogging = false
        try trail.remember(old, in: call)
        guard trail.former.contains(where: \.scope.isLogging) else { return nil }
        self.init(trail: trail, deleted: call.now)
    }

    private init(trail: TrailRecord, deleted: Int64) {
        self.trail = trail
        self.deleted = deleted
    }

    /// Whether nothing is to be delivered any more.
    func isSettled(in environment: Environment) -> Bool {
        environment.settledUntil > deleted + Self.digestTime
            // A clock deleted it that has been set back since.
            || environment.clock.nowMilliseconds() < deleted - Self.digestTime
    }
}

extension DeletedTrail: RecordContent {
    static let collection = Collection(rawValue: "deleted-trail")
    /// All of them, by account, Region, name and time.
    static let placeIndex = "place"

    var recordID: RecordID {
        RecordID(
            Self.collection, account: trail.account, region: trail.homeRegion, name: "\(trail.name)/\(deleted)")
    }

    var indexes: [IndexEntry] { [IndexEntry(Self.placeIndex, place)] }

    var place: String { "\(trail.place)/\(deleted)" }

    func encoded() -> [UInt8] {
        let trail = String(decoding: trail.encoded(), as: UTF8.self)
        return JSONValue.object([.init("deleted", .int(deleted)), .init("trail", .string(trail))]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: ["deleted", "trail"]),
            let deleted = json["deleted"]?.int64, let text = json["trail"]?.string,
            let trail = TrailRecord(decoding: Array(text.utf8))
        else { return nil }
        self.init(trail: trail, deleted: deleted)
    }
}

extension TrailStore {
    /// Everybody's deleted trails that may still get records.
    func deleted() async throws(RecordError) -> [Versioned<DeletedTrail>] {
        try await scan(DeletedTrail.self, DeletedTrail.placeIndex, from: "0", through: "9~", \.place)
    }

    /// An account's.
    func deleted(of account: String) async throws(RecordError) -> [Versioned<DeletedTrail>] {
        // A zero follows a slash.
        try await scan(
            DeletedTrail.self, DeletedTrail.placeIndex, from: "\(account)/", through: "\(account)0", \.place
        ).filter { $0.value.trail.account == account }
    }
}
