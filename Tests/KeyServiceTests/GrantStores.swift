import Records

/// A store in memory that somebody else holds in his hands.
final class InterceptedStore: RecordStore {
    let inner = InMemoryRecordStore()
    private let falseIndex: String?
    private let beforeRead: @Sendable (RecordID, InMemoryRecordStore) async throws(StoreError) -> Void
    private let forge: @Sendable (StoredRecord) -> StoredRecord

    /// `falseIndex`: a collection whose indexes answer with all they have, whatever is asked for.
    init(
        falseIndex: String? = nil,
        beforeRead: @escaping @Sendable (RecordID, InMemoryRecordStore) async throws(StoreError) -> Void = {
            (_, _) throws(StoreError) in
        },
        forge: @escaping @Sendable (StoredRecord) -> StoredRecord = { $0 }
    ) {
        self.falseIndex = falseIndex
        self.beforeRead = beforeRead
        self.forge = forge
    }

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
        try await beforeRead(id, inner)
        return try await inner.read(id).map(forge)
    }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try await inner.scan(collection, account: account, region: region, after: after, limit: limit).map(forge)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        let isFalse = collection.rawValue == falseIndex
        return try await inner.scan(
            collection, index: index, from: isFalse ? "" : from, through: isFalse ? "~" : through, after: after,
            limit: limit)
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try await inner.commit(changes, erase: erase)
    }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await inner.changes(after: sequence, limit: limit)
    }
}

extension StoredRecord {
    /// The record with a bit changed, if it is of a collection whose name begins so.
    func damaged(ifOf collection: String) -> StoredRecord {
        guard id.collection.rawValue.hasPrefix(collection) else { return self }
        var damaged = self
        damaged.sealed[damaged.sealed.count / 2] ^= 1
        return damaged
    }
}
