import AWSJSON
import Records

/// Trails in the record store.
struct TrailStore: Sendable {
    let store: SealedStore

    private static let pageSize = 100

    func find(
        _ name: String, account: String, region: String
    ) async throws(RecordError) -> Versioned<TrailRecord>? {
        try await store.read(TrailRecord.self, account: account, region: region, name: name)
    }

    /// The trail with this name that a Region knows: its own, or one of another Region that is for all of them.
    func visible(
        _ name: String, account: String, region: String
    ) async throws(RecordError) -> Versioned<TrailRecord>? {
        if let own = try await find(name, account: account, region: region) { return own }
        return try await all(of: account).first { $0.value.name == name && $0.value.isMultiRegion }
    }

    /// An account's trails in all Regions, by Region and name.
    func all(of account: String) async throws(RecordError) -> [Versioned<TrailRecord>] {
        // A zero follows a slash.
        try await scan(from: "\(account)/", through: "\(account)0").filter { $0.value.account == account }
    }

    /// Everybody's trails.
    func all() async throws(RecordError) -> [Versioned<TrailRecord>] { try await scan(from: "0", through: "9~") }

    private func scan(from: String, through: String) async throws(RecordError) -> [Versioned<TrailRecord>] {
        try await scan(TrailRecord.self, TrailRecord.placeIndex, from: from, through: through, \.place)
    }

    /// All records of a range of an index.
    ///
    /// `place`: where one has to stand in it.
    func scan<Content: RecordContent>(
        _ type: Content.Type, _ index: String, from: String, through: String, _ place: (Content) -> String
    ) async throws(RecordError) -> [Versioned<Content>] {
        var all: [Versioned<Content>] = []
        var position: IndexPosition?
        while true {
            let page = try await store.scan(
                type, index: index, from: from, through: through, after: position, limit: Self.pageSize)
            for hit in page {
                guard hit.position.value == place(hit.found.value) else {
                    throw .notAuthentic(hit.found.value.recordID)
                }
                all.append(hit.found)
            }
            guard page.count == Self.pageSize, let last = page.last else { return all }
            position = last.position
        }
    }

    /// What keeps an account's trails within their number, whoever makes them at the same time.
    func register(of account: String) async throws(RecordError) -> Versioned<TrailRegister> {
        try await store.read(TrailRegister.self, account: account, region: "", name: TrailRegister.name)
            ?? Versioned(TrailRegister(account: account, changes: 0), version: 0)
    }
}

/// Changes with each change of which trails an account has, and where: two that would break a limit together conflict.
struct TrailRegister: Hashable, Sendable {
    var account: String
    var changes: Int64

    static let name = "1"

    /// Counts a change.
    static func touched(_ register: Versioned<TrailRegister>, in store: SealedStore) -> Change {
        var next = register.value
        next.changes += 1
        return store.put(next, over: register.version)
    }
}

extension TrailRegister: RecordContent {
    static let collection = Collection(rawValue: "trail-register")

    var recordID: RecordID { RecordID(Self.collection, account: account, region: "", name: Self.name) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] {
        JSONValue.object([.init("account", .string(account)), .init("changes", .int(changes))]).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let account = json["account"]?.string,
            let changes = json["changes"]?.int64
        else { return nil }
        self.init(account: account, changes: changes)
    }
}

extension TrailStore {
    /// Changes a trail that was read; nothing is written if it stays as it is.
    func change(
        _ old: Versioned<TrailRecord>, in call: Call, _ change: (inout TrailRecord) throws(Failure) -> Void
    ) async throws(Failure) {
        var trail = old.value
        try change(&trail)
        if trail == old.value { return }
        try trail.remember(old.value, in: call)
        let put = store.put(trail, over: old.version)
        try await stored { () throws(RecordError) in try await store.commit([put]) }
    }
}
