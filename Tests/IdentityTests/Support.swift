import Identity
import KeyCrypto
import RecordStoreContract
import Records
import Testing

/// A clock that stands still.
struct FixedClock: Clock {
    func nowMilliseconds() -> Int64 { 1_700_000_000_000 }
}

/// A store under one root key, into which any number of processes look.
struct World {
    let store: InMemoryRecordStore
    let rootKey: LocalRootKey

    static let account = "111122223333"

    init() {
        store = InMemoryRecordStore()
        rootKey = LocalRootKey(randomness: SeededRandomness(seed: 1))
    }

    func sealed(seed: UInt64 = 2) async throws -> SealedStore {
        let randomness = SeededRandomness(seed: seed)
        return SealedStore(
            store, sealer: try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness))
    }

    /// What another process over the same store would have, for another seed.
    func identity(seed: UInt64 = 2, cacheCapacity: Int = 100) async throws -> Identity {
        Identity(
            store: try await sealed(seed: seed), clock: FixedClock(), randomness: SeededRandomness(seed: seed),
            cacheCapacity: cacheCapacity)
    }

    /// What a process over another store has, which holds the same records.
    func identity(over store: any RecordStore) async throws -> Identity {
        let randomness = SeededRandomness(seed: 3)
        let sealer = try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness)
        return Identity(store: SealedStore(store, sealer: sealer), clock: FixedClock(), randomness: randomness)
    }

    func stored(_ collection: String, _ account: String = "") async throws -> [StoredRecord] {
        try await store.scan(
            Collection(rawValue: collection), account: account, region: "", after: nil, limit: 1000)
    }
}

extension Identity {
    func newAdministrator(_ account: String = World.account) async throws -> NewAccessKey {
        try #require(try await createAdministrator(account: account, partition: "aws"))
    }
}

extension HeldSecret {
    var text: String { bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}
