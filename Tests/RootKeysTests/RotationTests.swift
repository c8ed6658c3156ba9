import KeyCrypto
import Records
import Testing

@testable import RootKeys

@Suite struct RotationTests {
    let directory: Directory
    var place: RootKeyPlace { directory.place }

    init() throws { directory = try Directory() }

    func settle(_ store: InMemoryRecordStore, _ secret: String? = nil) async throws -> LocalRootKey {
        try await RootKeyStore.settle(
            directory: directory.path, passphrase: secret.map { passphrase($0) }, store: store, randomness: randomness)
    }

    func rotate(_ store: InMemoryRecordStore, from old: String?, to new: String?) async throws {
        try await RootKeyStore.rotate(
            directory: directory.path, store: store, oldPassphrase: old.map { passphrase($0) },
            newPassphrase: new.map { passphrase($0) }, randomness: randomness)
    }

    @Test func withoutARotationTheRootKeyIsTheOneInPlace() async throws {
        let key = try place.makeCheaply(at: \.current, nil)
        #expect(try await settle(store(under: key)).id == key.id)
        #expect(directory.names == ["root.key"])
    }

    @Test(arguments: [(nil, nil), (nil, "new"), ("old", nil), ("old", "new")] as [(String?, String?)])
    func aRotationChangesTheKeyAndWhatOpensIt(old: String?, new: String?) async throws {
        let first = try place.makeCheaply(at: \.current, old.map { passphrase($0) })
        let store = try await store(under: first)
        let id = RecordID(Collection(rawValue: "note"), account: "", region: "", name: "a")
        let before = try await RecordSealer(store: store, rootKey: first, randomness: randomness)
        let sealed = before.seal([1, 2, 3], id: id, version: 1)

        try await rotate(store, from: old, to: new)

        let second = try await settle(store, new)
        #expect(second.id != first.id)
        #expect(try await !RootKeyRotation.opens(store, with: first))
        #expect(directory.names == ["root.key"])
        let after = try await RecordSealer(store: store, rootKey: second, randomness: randomness)
        #expect(try after.open(StoredRecord(id: id, version: 1, sealed: sealed.bytes)) == [1, 2, 3])
    }

    @Test func whatIsToBeCommittedWithARotationIs() async throws {
        let first = try place.makeCheaply(at: \.current, nil)
        let store = try await store(under: first)
        let id = RecordID(Collection(rawValue: "note"), account: "", region: "", name: "a")
        let sealer = try await RecordSealer(store: store, rootKey: first, randomness: randomness)
        try await RootKeyStore.rotate(
            directory: directory.path, store: store, oldPassphrase: nil, newPassphrase: nil, randomness: randomness
        ) { old, new in
            [.put(sealer.seal(Array("\(old) \(new)".utf8), id: id, version: 1), indexes: [])]
        }
        let second = try await settle(store)
        let note = try #require(try await store.read(id))
        #expect(try sealer.open(note) == Array("\(first.id) \(second.id)".utf8))
        // All or nothing: the note is there already.
        await #expect(throws: RootKeyRotationError.self) {
            try await RootKeyStore.rotate(
                directory: directory.path, store: store, oldPassphrase: nil, newPassphrase: nil, randomness: randomness
            ) { _, _ in [.put(sealer.seal([1], id: id, version: 1), indexes: [])] }
        }
        #expect(try await settle(store).id == second.id)
    }

    @Test func aRotationThatStoppedBeforeItsFileWasWholeIsForgotten() async throws {
        let key = try place.makeCheaply(at: \.current, nil)
        directory.put(Array("trent root".utf8), at: place.next + ".partial")
        #expect(try await settle(store(under: key)).id == key.id)
    }

    @Test func aRotationThatStoppedBeforeRewrappingIsUndone() async throws {
        let old = try place.makeCheaply(at: \.current, nil)
        let store = try await store(under: old)
        _ = try place.makeCheaply(at: \.next, passphrase("new"))
        #expect(try await settle(store).id == old.id)
        #expect(directory.names == ["root.key"])
    }

    @Test(arguments: [nil, "new"])
    func aRotationThatStoppedAfterRewrappingIsFinished(secret: String?) async throws {
        let old = try place.makeCheaply(at: \.current, nil)
        let store = try await store(under: old)
        let new = try place.makeCheaply(at: \.next, secret.map { passphrase($0) })
        try await RootKeyRotation.rewrap(in: store, from: old, to: new)
        #expect(try await settle(store, secret).id == new.id)
        #expect(directory.names == ["root.key"])
        #expect(try await settle(store, secret).id == new.id)
    }

    @Test func aFinishedRotationNeedsTheNewPassphrase() async throws {
        let old = try place.makeCheaply(at: \.current, passphrase("old"))
        let store = try await store(under: old)
        let new = try place.makeCheaply(at: \.next, passphrase("new"))
        try await RootKeyRotation.rewrap(in: store, from: old, to: new)
        await #expect(throws: RootKeyRotationError.file(.wrongPassphrase(place.next))) {
            try await settle(store, "old")
        }
        #expect(directory.names == ["root.key", "root.key.new"])
        #expect(try await settle(store, "new").id == new.id)
    }

    @Test func anUndoneRotationNeedsTheOldPassphrase() async throws {
        let old = try place.makeCheaply(at: \.current, passphrase("old"))
        let store = try await store(under: old)
        _ = try place.makeCheaply(at: \.next, passphrase("new"))
        await #expect(throws: RootKeyRotationError.file(.wrongPassphrase(place.current))) {
            try await settle(store, "new")
        }
        #expect(directory.names == ["root.key", "root.key.new"])
        #expect(try await settle(store, "old").id == old.id)
    }

    @Test func aDamagedNewFileDoesNotMatterWhileTheOldKeyOpensTheStore() async throws {
        let old = try place.makeCheaply(at: \.current, nil)
        directory.put([1, 2, 3], at: place.next)
        #expect(try await settle(store(under: old)).id == old.id)
        #expect(directory.names == ["root.key"])
    }

    @Test func aStoreUnderAnotherRootKeyIsRefusedAndNothingIsRemoved() async throws {
        let stranger = LocalRootKey(randomness: randomness)
        let store = try await store(under: stranger)
        _ = try place.makeCheaply(at: \.current, nil)
        await #expect(throws: RootKeyRotationError.foreign(place.current)) { try await settle(store) }
        _ = try place.makeCheaply(at: \.next, nil)
        await #expect(throws: RootKeyRotationError.foreign(place.next)) { try await settle(store) }
        #expect(directory.names == ["root.key", "root.key.new"])
    }

    @Test func aRotationGoesOnAfterAnInterruptedOne() async throws {
        let old = try place.makeCheaply(at: \.current, nil)
        let store = try await store(under: old)
        let between = try place.makeCheaply(at: \.next, nil)
        try await RootKeyRotation.rewrap(in: store, from: old, to: between)
        try await rotate(store, from: nil, to: nil)
        let last = try await settle(store)
        #expect(last.id != old.id && last.id != between.id)
        #expect(directory.names == ["root.key"])
    }

    @Test func aWrongOldPassphraseChangesNothing() async throws {
        let key = try place.makeCheaply(at: \.current, passphrase("old"))
        let store = try await store(under: key)
        await #expect(throws: RootKeyRotationError.file(.wrongPassphrase(place.current))) {
            try await rotate(store, from: "other", to: nil)
        }
        #expect(try await settle(store, "old").id == key.id)
    }

    @Test func aStoreThatCannotBeWrittenKeepsItsRootKey() async throws {
        let key = try place.makeCheaply(at: \.current, nil)
        let store = try await store(under: key)
        await #expect(throws: RootKeyRotationError.record(.store(.full))) {
            try await RootKeyStore.rotate(
                directory: directory.path, store: FullStore(base: store), oldPassphrase: nil, newPassphrase: nil,
                randomness: randomness)
        }
        #expect(try await settle(store).id == key.id)
        #expect(directory.names == ["root.key"])
    }
}

/// Reads what another store has; its disk is full.
struct FullStore: RecordStore {
    let base: InMemoryRecordStore

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { try await base.read(id) }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try await base.scan(collection, account: account, region: region, after: after, limit: limit)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] { [] }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) { throw .full }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await base.changes(after: sequence, limit: limit)
    }
}
