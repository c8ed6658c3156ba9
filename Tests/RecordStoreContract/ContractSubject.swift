import Records

/// A store under test, and shorthand for what checks do with it.
struct ContractSubject: Sendable {
    let store: any RecordStore
    let sealing: Sealing

    static let collection = Collection(rawValue: "thing")

    func id(
        _ name: String, account: String = "111122223333", region: String = "eu-central-1",
        collection: Collection = Self.collection
    ) -> RecordID {
        RecordID(collection, account: account, region: region, name: name)
    }

    @discardableResult
    func put(
        _ id: RecordID, version: Int64 = 1, byteCount: Int = 100, indexes: [IndexEntry] = []
    ) async throws -> StoredRecord {
        let sealed = sealing.record(id, version: version, byteCount: byteCount)
        try await store.commit([.put(sealed, indexes: indexes)], erase: false)
        return StoredRecord(id: id, version: version, sealed: sealed.bytes)
    }

    func putAll(_ ids: [RecordID], indexes: [IndexEntry] = []) async throws -> [StoredRecord] {
        let sealed = ids.map { sealing.record($0) }
        try await store.commit(sealed.map { .put($0, indexes: indexes) }, erase: false)
        return sealed.map { StoredRecord(id: $0.id, version: 1, sealed: $0.bytes) }
    }

    func requireStored(_ record: StoredRecord) async throws {
        guard let found = try await store.read(record.id) else {
            throw ContractViolation("\(record.id.name) is not there")
        }
        try requireSame([found], [record], "reading \(record.id.name)")
    }

    func requireAbsent(_ id: RecordID) async throws {
        try require(try await store.read(id) == nil, "\(id.name) is there")
    }

    func requireConflict(_ id: RecordID, _ changes: [Change], erase: Bool = false) async throws {
        do throws(StoreError) {
            try await store.commit(changes, erase: erase)
        } catch {
            guard case .conflict(let found) = error, Name(found) == Name(id) else {
                throw ContractViolation("expected a conflict about \(id.name), got \(error)")
            }
            return
        }
        throw ContractViolation("the batch was carried out in spite of \(id.name)'s version")
    }

    func page(
        after: String? = nil, limit: Int = 100, account: String = "111122223333", region: String = "eu-central-1"
    ) async throws -> [StoredRecord] {
        try await store.scan(Self.collection, account: account, region: region, after: after, limit: limit)
    }

    func hits(
        _ index: String = "kind", from: String, through: String, after: IndexPosition? = nil, limit: Int = 100
    ) async throws -> [IndexHit] {
        try await store.scan(Self.collection, index: index, from: from, through: through, after: after, limit: limit)
    }

    func feedPosition() async throws -> Int64 {
        switch try await store.changes(after: nil, limit: 1) {
        case .changes(_, let upTo), .tooFarBehind(let upTo): upTo
        }
    }

    /// All changes since a position, in pages.
    func changes(since position: Int64, limit: Int = 100) async throws -> [Name] {
        var names: [Name] = []
        var position = position
        while true {
            guard case .changes(let ids, let upTo) = try await store.changes(after: position, limit: limit) else {
                throw ContractViolation("the feed has forgotten what happened a moment ago")
            }
            try require(ids.count <= limit, "a page of the feed has \(ids.count) changes, asked were \(limit)")
            try require(upTo >= position, "the feed went back from \(position) to \(upTo)")
            names += ids.map(Name.init)
            if ids.count < limit { return names }
            position = upTo
        }
    }
}

/// A record's name by its bytes.
struct Name: Hashable, Comparable {
    let parts: [[UInt8]]

    init(_ id: RecordID) {
        parts = [id.collection.rawValue, id.account, id.region, id.name].map { Array($0.utf8) }
    }

    static func < (left: Name, right: Name) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts) { $0.lexicographicallyPrecedes($1) }
    }
}
