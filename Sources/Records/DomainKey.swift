import AWSJSON
import KeyCrypto

/// A key between the root key and the records: random, wrapped by the root key, never changed while its records live.
///
///     record = format (1) ‖ what the root key made of it
struct DomainKey: Sendable {
    /// 8 bytes, the record's name in hex.
    let id: [UInt8]
    let held: HeldSecret

    static let collection = Collection(rawValue: "domain-key")
    static let idBytes = 8
    private static let keyBytes = 32
    private static let format: UInt8 = 1
    private static let countMax = 64

    static func load(from store: any RecordStore, rootKey: any RootKey) async throws(RecordError) -> [DomainKey] {
        var keys: [DomainKey] = []
        for record in try await records(in: store) {
            let secret = try await unwrap(record, with: rootKey)
            keys.append(DomainKey(id: try id(of: record), held: secret))
        }
        return keys
    }

    static func create(
        in store: any RecordStore, rootKey: any RootKey, randomness: any Randomness
    ) async throws(RecordError) -> DomainKey {
        let key = HeldSecret(SecretBytes(count: keyBytes) { randomness.fill($0) })
        let id = randomness.bytes(idBytes)
        let record = RecordID(collection, account: "", region: "", name: Hex.encode(id))
        let sealed = try await wrap(key.bytes, as: record, version: 1, with: rootKey)
        try await mapped { () throws(StoreError) in
            try await store.commit([.put(sealed, indexes: [])], erase: false)
        }
        return DomainKey(id: id, held: key)
    }

    /// Wraps every domain key anew.
    static func rewrap(
        in store: any RecordStore, from old: any RootKey, to new: any RootKey, with others: [Change]
    ) async throws(RecordError) {
        var changes = others
        for record in try await records(in: store) {
            let key = try await unwrap(record, with: old)
            let sealed = try await wrap(key.bytes, as: record.id, version: record.version + 1, with: new)
            changes.append(.put(sealed, indexes: []))
        }
        let batch = changes
        try await mapped { () throws(StoreError) in try await store.commit(batch, erase: true) }
    }

    private static func records(in store: any RecordStore) async throws(RecordError) -> [StoredRecord] {
        try await mapped { () throws(StoreError) in
            try await store.scan(collection, account: "", region: "", after: nil, limit: countMax)
        }
    }

    private static func id(of record: StoredRecord) throws(RecordError) -> [UInt8] {
        guard let id = Hex.decode(record.id.name), id.count == idBytes else { throw .notAuthentic(record.id) }
        return id
    }

    private static func wrap(
        _ key: borrowing SecretBytes, as id: RecordID, version: Int64, with rootKey: any RootKey
    ) async throws(RecordError) -> SealedRecord {
        do throws(RootKeyError) {
            let wrapped = try await rootKey.wrap(key, context: id.binding(version: version))
            return SealedRecord(id: id, version: version, bytes: [format] + wrapped)
        } catch {
            throw .rootKey(error)
        }
    }

    private static func unwrap(
        _ record: StoredRecord, with rootKey: any RootKey
    ) async throws(RecordError) -> HeldSecret {
        guard record.sealed.first == format else { throw .undecodable(record.id) }
        do throws(RootKeyError) {
            return try await rootKey.unwrap(
                Array(record.sealed.dropFirst()), context: record.id.binding(version: record.version))
        } catch {
            throw .rootKey(error)
        }
    }
}

/// Runs a store's call and makes its error a record's.
func mapped<R>(_ body: () async throws(StoreError) -> R) async throws(RecordError) -> R {
    do throws(StoreError) {
        return try await body()
    } catch {
        throw .store(error)
    }
}

/// Changes of the root key.
public enum RootKeyRotation {
    /// Wraps the store's domain keys under another root key, in one batch; what the old one wrapped is erased.
    /// `others`: further changes of the same batch.
    public static func rewrap(
        in store: any RecordStore, from old: any RootKey, to new: any RootKey, with others: [Change] = []
    ) async throws(RecordError) {
        try await DomainKey.rewrap(in: store, from: old, to: new, with: others)
    }

    /// Whether this root key wrapped the store's domain keys; true for a store that has none.
    public static func opens(_ store: any RecordStore, with rootKey: any RootKey) async throws(RecordError) -> Bool {
        do throws(RecordError) {
            _ = try await DomainKey.load(from: store, rootKey: rootKey)
            return true
        } catch .rootKey(.cannotUnwrap) {
            return false
        }
    }
}
