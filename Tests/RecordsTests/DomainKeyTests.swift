import KeyCrypto
import RecordStoreContract
import Records
import Testing

@Suite("A store's domain key") struct DomainKeyTests {
    @Test("is made with the store and loaded ever after")
    func madeOnce() async throws {
        let vault = try await Vault()
        let first = try await vault.domainKeys()
        #expect(first.count == 1)
        #expect(first.first?.version == 1)
        let record = vault.sealer.seal([1, 2], id: .sample, version: 1)
        for _ in 0..<3 { #expect(try await vault.reopened().open(record.stored) == [1, 2]) }
        #expect(try await vault.domainKeys() == first)
    }

    @Test("is another one in every store")
    func different() async throws {
        let keys = try await [Vault(seed: 1).domainKeys(), Vault(seed: 2).domainKeys()]
        #expect(keys[0].first?.id.name != keys[1].first?.id.name)
    }

    @Test("does not load under another root key")
    func wrongRootKey() async throws {
        let vault = try await Vault()
        let other = LocalRootKey(randomness: SeededRandomness(seed: 99))
        await #expect(throws: RecordError.rootKey(.cannotUnwrap)) { try await vault.reopened(with: other) }
        #expect(try await RootKeyRotation.opens(vault.store, with: vault.rootKey))
        #expect(try await !RootKeyRotation.opens(vault.store, with: other))
        #expect(try await RootKeyRotation.opens(InMemoryRecordStore(), with: other))
    }

    @Test("does not load once any bit of its record was flipped")
    func tampering() async throws {
        let vault = try await Vault()
        let record = try #require(try await vault.domainKeys().first)
        for place in record.sealed.indices {
            var flipped = record.sealed
            flipped[place] ^= 1
            let changed = StoredRecord(id: record.id, version: 1, sealed: flipped)
            let expected: RecordError = place == 0 ? .undecodable(record.id) : .rootKey(.cannotUnwrap)
            await #expect(throws: expected) {
                try await RecordSealer(
                    store: OneRecord(changed), rootKey: vault.rootKey, randomness: vault.randomness)
            }
        }
    }

    @Test("does not load under another name or version")
    func moved() async throws {
        let vault = try await Vault()
        let record = try #require(try await vault.domainKeys().first)
        var renamed = record
        renamed.id.name = "0123456789abcdef"
        var older = record
        older.version = 2
        for changed in [renamed, older] {
            await #expect(throws: RecordError.rootKey(.cannotUnwrap)) {
                try await RecordSealer(
                    store: OneRecord(changed), rootKey: vault.rootKey, randomness: vault.randomness)
            }
        }
    }

    @Test("is wrapped by a new root key after a rotation, and the old one no longer opens it")
    func rotation() async throws {
        let vault = try await Vault()
        let record = vault.sealer.seal([1, 2, 3], id: .sample, version: 1)
        let before = try #require(try await vault.domainKeys().first)
        let next = LocalRootKey(randomness: vault.randomness)

        try await RootKeyRotation.rewrap(in: vault.store, from: vault.rootKey, to: next)

        let after = try #require(try await vault.domainKeys().first)
        #expect(after.id == before.id)
        #expect(after.version == 2)
        #expect(after.sealed != before.sealed)
        #expect(try await !RootKeyRotation.opens(vault.store, with: vault.rootKey))
        #expect(try await RootKeyRotation.opens(vault.store, with: next))
        await #expect(throws: RecordError.rootKey(.cannotUnwrap)) { try await vault.reopened() }
        #expect(try await vault.reopened(with: next).open(record.stored) == [1, 2, 3])
        #expect(try vault.sealer.open(record.stored) == [1, 2, 3])
    }

    @Test("can be wrapped anew by the same root key, and back again by an old one")
    func rotationBack() async throws {
        let vault = try await Vault()
        let next = LocalRootKey(randomness: vault.randomness)
        try await RootKeyRotation.rewrap(in: vault.store, from: vault.rootKey, to: vault.rootKey)
        try await RootKeyRotation.rewrap(in: vault.store, from: vault.rootKey, to: next)
        try await RootKeyRotation.rewrap(in: vault.store, from: next, to: vault.rootKey)
        #expect(try await vault.domainKeys().first?.version == 4)
        #expect(try await RootKeyRotation.opens(vault.store, with: vault.rootKey))
    }

    @Test("stays as it is when a rotation begins from the wrong root key")
    func rotationFromWrongKey() async throws {
        let vault = try await Vault()
        let before = try await vault.domainKeys()
        let other = LocalRootKey(randomness: vault.randomness)
        await #expect(throws: RecordError.rootKey(.cannotUnwrap)) {
            try await RootKeyRotation.rewrap(in: vault.store, from: other, to: vault.rootKey)
        }
        #expect(try await vault.domainKeys() == before)
    }

    @Test("is not opened with what the old root key had wrapped, put back as the version that it is now")
    func rolledBack() async throws {
        let vault = try await Vault()
        var old = try #require(try await vault.domainKeys().first)
        let next = LocalRootKey(randomness: vault.randomness)
        try await RootKeyRotation.rewrap(in: vault.store, from: vault.rootKey, to: next)
        old.version = 2
        for rootKey in [vault.rootKey, next] {
            await #expect(throws: RecordError.rootKey(.cannotUnwrap)) {
                try await RecordSealer(store: OneRecord(old), rootKey: rootKey, randomness: vault.randomness)
            }
        }
    }

    @Test("is wrapped by a root key that is named without telling anything of it")
    func rootKeyNames() {
        func rootKey(_ byte: UInt8) -> LocalRootKey {
            LocalRootKey(
                SecretBytes(count: 32) { $0.initializeMemory(as: UInt8.self, repeating: byte) },
                randomness: SeededRandomness(seed: 1))
        }
        #expect(rootKey(1).id == rootKey(1).id)
        #expect(rootKey(1).id != rootKey(2).id)
        #expect(rootKey(1).id.utf8.count == 32)
        #expect(rootKey(1).id.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }
}

/// A store that whoever can write databases has written.
private struct OneRecord: RecordStore {
    let record: StoredRecord

    init(_ record: StoredRecord) { self.record = record }

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { id == record.id ? record : nil }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] { [record] }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] { [] }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) { throw .readOnly("a test's") }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed { .changes([], upTo: 0) }
}
