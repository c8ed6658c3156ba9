import Records

extension RecordStoreContract {
    static let differential = (1...3).map { seed in
        ContractCheck("random batches leave what a plain dictionary says they leave (seed \(seed))") { subject in
            var generator = SeededGenerator(seed: UInt64(seed))
            var model = ModelStore()
            let position = try await subject.feedPosition()
            for round in 1...150 {
                let changes = model.randomChanges(sealing: subject.sealing, using: &generator)
                try await model.carryOut(changes, erase: round % 29 == 0, on: subject.store)
                if round % 10 == 0 { try await model.compare(with: subject.store, using: &generator) }
            }
            let told = try await subject.changes(since: position, limit: 50)
            try require(
                Set(told) == model.changed, "the feed tells of \(Set(told).count) records, not of those changed")
        }
    }
}

/// A store so simple that it is right: a dictionary, sorted when asked.
private struct ModelStore {
    private struct Entry {
        var record: StoredRecord
        var indexes: [IndexEntry]
    }

    private var entries: [Name: Entry] = [:]
    private(set) var changed: Set<Name> = []

    private static let collections = ["key", "key-material"].map { Collection(rawValue: $0) }
    private static let accounts = ["", "111122223333"]
    private static let regions = ["", "eu-central-1"]
    private static let names = ["", "a", "aa", "b", "B", "é", "e\u{301}", "z%", "\u{10000}"]
    private static let values = ["", "a", "ab", "b", "é", "e\u{301}"]

    // MARK: Random batches

    func randomChanges(sealing: Sealing, using generator: inout SeededGenerator) -> [Change] {
        var named: Set<Name> = []
        var changes: [Change] = []
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let id = Self.randomID(using: &generator)
            guard named.insert(Name(id)).inserted else { continue }
            changes.append(randomChange(of: id, sealing: sealing, using: &generator))
        }
        return changes
    }

    private func randomChange(of id: RecordID, sealing: Sealing, using generator: inout SeededGenerator) -> Change {
        let isRight = Int.random(in: 0..<20, using: &generator) != 0
        let version = (entries[Name(id)]?.record.version ?? 0) + (isRight ? 0 : 1)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .check(id, expectedVersion: version)
        case 1...3: return .delete(id, expectedVersion: version)
        default:
            let byteCount = Int.random(in: 1...6_000, using: &generator)
            let entries = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                IndexEntry(
                    Bool.random(using: &generator) ? "target" : "state",
                    Self.values[Int.random(in: Self.values.indices, using: &generator)])
            }
            return .put(sealing.record(id, version: version + 1, byteCount: byteCount), indexes: entries)
        }
    }

    private static func randomID(using generator: inout SeededGenerator) -> RecordID {
        RecordID(
            collections[Int.random(in: collections.indices, using: &generator)],
            account: accounts[Int.random(in: accounts.indices, using: &generator)],
            region: regions[Int.random(in: regions.indices, using: &generator)],
            name: names[Int.random(in: names.indices, using: &generator)])
    }

    // MARK: Outcomes

    mutating func carryOut(_ changes: [Change], erase: Bool, on store: any RecordStore) async throws {
        let wrong = changes.filter { entries[Name($0.id)]?.record.version ?? 0 != $0.expectedVersion }.map {
            Name($0.id)
        }
        do {
            try await store.commit(changes, erase: erase)
            try require(wrong.isEmpty, "a batch was carried out in spite of a record's version")
            for change in changes { apply(change) }
        } catch StoreError.conflict(let id) {
            try require(wrong.contains(Name(id)), "a conflict about \(id.name), which has the expected version")
        }
    }

    private mutating func apply(_ change: Change) {
        let name = Name(change.id)
        switch change {
        case .put(let sealed, let indexes):
            let record = StoredRecord(id: sealed.id, version: sealed.version, sealed: sealed.bytes)
            entries[name] = Entry(record: record, indexes: indexes)
            changed.insert(name)
        case .delete:
            if entries.removeValue(forKey: name) != nil { changed.insert(name) }
        case .check:
            break
        }
    }

    // MARK: Comparison

    func compare(with store: any RecordStore, using generator: inout SeededGenerator) async throws {
        for collection in Self.collections {
            for account in Self.accounts {
                for region in Self.regions {
                    try await compareScan(
                        collection, account, region, limit: Int.random(in: 1...10, using: &generator), with: store)
                }
            }
            for _ in 0..<5 { try await compareIndex(collection, with: store, using: &generator) }
        }
    }

    private func compareScan(
        _ collection: Collection, _ account: String, _ region: String, limit: Int, with store: any RecordStore
    ) async throws {
        for name in Self.names {
            let id = RecordID(collection, account: account, region: region, name: name)
            let found = try await store.read(id)
            try requireSame([found].compactMap(\.self), [entries[Name(id)]?.record].compactMap(\.self), "read")
        }
        let scope = RecordID(collection, account: account, region: region, name: "")
        let expected = entries.filter { $0.key.parts.dropLast() == Name(scope).parts.dropLast() }
            .sorted { $0.key < $1.key }.map(\.value.record)
        var found: [StoredRecord] = []
        repeat {
            let page = try await store.scan(
                collection, account: account, region: region, after: found.last?.id.name, limit: limit)
            found += page
            if page.count < limit { break }
        } while true
        try requireSame(found, expected, "scan")
    }

    private func compareIndex(
        _ collection: Collection, with store: any RecordStore, using generator: inout SeededGenerator
    ) async throws {
        let index = Bool.random(using: &generator) ? "target" : "state"
        let from = Self.values[Int.random(in: Self.values.indices, using: &generator)]
        let through = Self.values[Int.random(in: Self.values.indices, using: &generator)]
        let limit = Int.random(in: 1...10, using: &generator)
        var found: [IndexHit] = []
        repeat {
            let page = try await store.scan(
                collection, index: index, from: from, through: through, after: found.last?.position, limit: limit)
            found += page
            if page.count < limit { break }
        } while true
        let expected = hits(collection, index, from: from, through: through)
        try requireSame(found.map(\.record), expected.map(\.record), "scan of \(index) from \(from) through \(through)")
        try require(
            found.map { Array($0.position.value.utf8) } == expected.map { $0.order[0] }, "other values were found")
    }

    private func hits(
        _ collection: Collection, _ index: String, from: String, through: String
    ) -> [(order: [[UInt8]], record: StoredRecord)] {
        var hits: [(order: [[UInt8]], record: StoredRecord)] = []
        for (name, entry) in entries where name.parts[0] == Array(collection.rawValue.utf8) {
            let values = Set(entry.indexes.filter { $0.index == index }.map { Array($0.value.utf8) })
            for value in values where !precedes(value, Array(from.utf8)) && !precedes(Array(through.utf8), value) {
                hits.append((order: [value] + name.parts.dropFirst(), record: entry.record))
            }
        }
        return hits.sorted { $0.order.lexicographicallyPrecedes($1.order, by: precedes) }
    }
}

private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }
