import Identity
import KeyCrypto
import RecordStoreContract
import Records
import Testing

/// What the holder of the database may do to its records, and what comes of it.
@Suite("A tampered record") struct TamperingTests {
    let world = World()

    /// A store whose records are others than were written.
    struct AlteredStore: RecordStore {
        var original: InMemoryRecordStore
        var alter: @Sendable (StoredRecord) -> StoredRecord?

        func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
            try await original.read(id).flatMap(alter)
        }

        func scan(
            _ collection: Collection, account: String, region: String, after: String?, limit: Int
        ) async throws(StoreError) -> [StoredRecord] {
            try await original.scan(collection, account: account, region: region, after: after, limit: limit)
        }

        func scan(
            _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
        ) async throws(StoreError) -> [IndexHit] { [] }

        func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
            try await original.commit(changes, erase: erase)
        }

        func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
            try await original.changes(after: sequence, limit: limit)
        }
    }

    private func identity(_ alter: @escaping @Sendable (StoredRecord) -> StoredRecord?) async throws -> Identity {
        let randomness = SeededRandomness(seed: 3)
        let store = AlteredStore(original: world.store, alter: alter)
        let sealer = try await RecordSealer(store: store, rootKey: world.rootKey, randomness: randomness)
        return Identity(store: SealedStore(store, sealer: sealer), clock: FixedClock(), randomness: randomness)
    }

    @Test("of an access key or its secret is refused", arguments: ["access-key", "access-key-secret"])
    func isRefused(_ collection: String) async throws {
        let made = try await world.identity().newAdministrator()
        let identity = try await identity { record in
            guard record.id.collection.rawValue == collection else { return record }
            var altered = record
            altered.sealed[altered.sealed.count - 1] ^= 1
            return altered
        }
        let id = RecordID(Collection(rawValue: collection), account: "", region: "", name: made.id)
        await #expect(throws: RecordError.notAuthentic(id)) { try await identity.accessKey(made.id) }
        #expect(identity.cachedAccessKeys == 0)
    }

    @Test("put in another's place is refused", arguments: ["access-key", "access-key-secret"])
    func isNotSwapped(_ collection: String) async throws {
        let honest = try await world.identity()
        let mine = try await honest.newAdministrator("111111111111")
        let others = try await honest.newAdministrator("222222222222")
        let swapped = try #require(try await world.stored(collection).first { $0.id.name == mine.id })
        let identity = try await identity { record in
            guard record.id.collection.rawValue == collection, record.id.name == others.id else { return record }
            return StoredRecord(id: record.id, version: swapped.version, sealed: swapped.sealed)
        }
        let id = RecordID(Collection(rawValue: collection), account: "", region: "", name: others.id)
        await #expect(throws: RecordError.notAuthentic(id)) { try await identity.accessKey(others.id) }
    }

    @Test("of an active access key does not open as its later version") func isNotRenumbered() async throws {
        let made = try await world.identity().newAdministrator()
        let active = try #require(try await world.stored("access-key").first)
        _ = try await world.identity(seed: 4).replaceAdministratorAccessKey(account: World.account, partition: "aws")
        let identity = try await identity { record in
            guard record.id == active.id else { return record }
            return StoredRecord(id: record.id, version: record.version, sealed: active.sealed)
        }
        await #expect(throws: RecordError.notAuthentic(active.id)) { try await identity.accessKey(made.id) }
    }

    @Test("that is gone makes its access key unknown", arguments: ["access-key", "access-key-secret"])
    func isGone(_ collection: String) async throws {
        let made = try await world.identity().newAdministrator()
        let identity = try await identity { $0.id.collection.rawValue == collection ? nil : $0 }
        #expect(try await identity.accessKey(made.id) == nil)
    }

    @Test("of the administrator is no reason to make another one") func isNotReplaced() async throws {
        _ = try await world.identity().newAdministrator()
        let identity = try await identity { record in
            guard record.id.collection.rawValue == "user" else { return record }
            return StoredRecord(id: record.id, version: record.version, sealed: Array(record.sealed.dropLast()))
        }
        let id = RecordID(Collection(rawValue: "user"), account: World.account, region: "", name: "administrator")
        await #expect(throws: RecordError.notAuthentic(id)) {
            try await identity.createAdministrator(account: World.account, partition: "aws")
        }
        await #expect(throws: RecordError.notAuthentic(id)) {
            try await identity.replaceAdministratorAccessKey(account: World.account, partition: "aws")
        }
    }
}
