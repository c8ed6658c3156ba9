import KMSModel
import KeyCrypto
import Records
import Synchronization

/// Keys, their material and their aliases in the record store, with what was read of late in memory.
final class KeyStore: Sendable {
    let store: SealedStore
    private let keys: SnapshotCache<RecordID, Key>
    private let aliases: SnapshotCache<RecordID, AliasRecord>
    /// By key.
    private let grants: SnapshotCache<RecordID, KeyGrants>
    /// The names of a key's aliases.
    private let aliasNames: SnapshotCache<RecordID, [String]>

    init(_ store: SealedStore, cacheCapacity: Int) {
        self.store = store
        keys = SnapshotCache(capacity: cacheCapacity)
        aliases = SnapshotCache(capacity: cacheCapacity)
        grants = SnapshotCache(capacity: cacheCapacity)
        aliasNames = SnapshotCache(capacity: cacheCapacity)
    }

    func key(_ id: String, in place: Place) async throws(Failure) -> Key? {
        let name = KeyRecord.recordID(id, account: place.account, region: place.region)
        if let key = keys.find(name) { return key }
        return try await freshKey(id, in: place)
    }

    /// The key as the store has it now.
    func freshKey(_ id: String, in place: Place) async throws(Failure) -> Key? {
        let name = KeyRecord.recordID(id, account: place.account, region: place.region)
        let ticket = keys.ticket()
        guard let record = try await read(KeyRecord.self, name) else { return nil }
        let key = try key(record, in: place)
        keys.insert(key, for: name, ticket: ticket)
        return key
    }

    func key(_ record: Versioned<KeyRecord>, in place: Place) throws(Failure) -> Key {
        guard let key = Key(record, partition: place.partition) else {
            throw .record(.undecodable(record.value.recordID))
        }
        return key
    }

    func alias(_ name: String, in place: Place) async throws(Failure) -> AliasRecord? {
        let id = AliasRecord.recordID(name, account: place.account, region: place.region)
        if let alias = aliases.find(id) { return alias }
        let ticket = aliases.ticket()
        guard let alias = try await read(AliasRecord.self, id)?.value else { return nil }
        aliases.insert(alias, for: id, ticket: ticket)
        return alias
    }

    /// The alias as the store has it now, with its version.
    func freshAlias(_ name: String, in place: Place) async throws(Failure) -> Versioned<AliasRecord>? {
        try await read(AliasRecord.self, AliasRecord.recordID(name, account: place.account, region: place.region))
    }

    /// The names of a key's aliases, `alias/` included.
    func aliasNames(of key: Key) async throws(Failure) -> [String] {
        let id = key.record.recordID
        if let names = aliasNames.find(id) { return names }
        let ticket = aliasNames.ticket()
        let names = try await aliases(of: key.record, limit: Limits.aliasesPerKey * 2).map(\.value.name)
        aliasNames.insert(names, for: id, ticket: ticket)
        return names
    }

    /// What is remembered of a key's grants.
    func grants(on key: RecordID) -> KeyGrants {
        if let known = grants.find(key) { return known }
        let ticket = grants.ticket()
        let new = KeyGrants()
        grants.insert(new, for: key, ticket: ticket)
        return new
    }

    /// - Returns: nil if the key never had such material.
    func material(_ id: KeyMaterialID, of key: Key) async throws(Failure) -> HeldSecret? {
        if let held = key.materials.withLock({ $0[id] }) { return held }
        guard key.record.materials.contains(where: { $0.id == id }) else { return nil }
        let recordID = key.record.materialRecordID(id)
        let secret = try await stored { () throws(RecordError) in try await self.store.readSecret(recordID) }
        guard let secret else { throw missing(id, of: key) }
        key.materials.withLock { $0[id] = secret }
        return secret
    }

    /// Imported material can be deleted while a call is on its way.
    private func missing(_ id: KeyMaterialID, of key: Key) -> Failure {
        key.record.origin == .external ? .pendingImport(key) : .record(.undecodable(key.record.materialRecordID(id)))
    }

    /// The material that encrypts and signs. The key's state says whether there is one.
    func currentMaterial(of key: Key) async throws(Failure) -> (id: KeyMaterialID, secret: HeldSecret) {
        guard let id = key.record.currentMaterial?.id, let secret = try await material(id, of: key) else {
            throw .record(.undecodable(key.record.recordID))
        }
        return (id, secret)
    }

    /// Carries changes out and forgets what they make stale. Key material that is deleted is erased: nothing of it is
    /// left in the store's files.
    /// - Throws: `.record(.store(.conflict))` if a record has another version than its change expects.
    func commit(_ changes: [Change]) async throws(Failure) {
        let erase = changes.contains { change in
            guard case .delete(let id, _) = change else { return false }
            return id.collection == KeyRecord.materialCollection
        }
        defer { for change in changes { forget(change.id) } }
        try await stored { () throws(RecordError) in try await self.store.commit(changes, erase: erase) }
    }

    func forget(_ id: RecordID) {
        switch id.collection {
        case KeyRecord.collection: keys.forget(id)
        case AliasRecord.collection:
            aliases.forget(id)
            // Which key it belonged to before is not known here.
            aliasNames.forgetAll()
        case GrantRecord.collection: grants.forget(GrantRecord.keyRecordID(of: id))
        default: break
        }
    }

    func forgetAll() {
        keys.forgetAll()
        aliases.forgetAll()
        grants.forgetAll()
        aliasNames.forgetAll()
    }

    var statistics: KeyServiceStatistics {
        let keys = keys.statistics
        return KeyServiceStatistics(cachedKeys: keys.count, keyCacheHits: keys.hits, keyCacheMisses: keys.misses)
    }

    private func read<Value: RecordContent>(
        _ type: Value.Type, _ id: RecordID
    ) async throws(Failure) -> Versioned<Value>? {
        try await stored { () throws(RecordError) in
            try await self.store.read(type, account: id.account, region: id.region, name: id.name)
        }
    }
}
