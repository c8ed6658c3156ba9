import KeyCrypto
import RecordStoreContract
import Records
import Testing

@Suite("A sealed store") struct SealedStoreTests {
    static let account = "111122223333"
    static let region = "eu-central-1"

    private func read(_ name: String, from store: SealedStore) async throws(RecordError) -> Versioned<Note>? {
        try await store.read(Note.self, account: Self.account, region: Self.region, name: name)
    }

    @Test("gives back what was put in, with its version")
    func roundTrip() async throws {
        let store = try await Vault().sealed
        #expect(try await read("a", from: store) == nil)
        let note = Note(name: "a", text: "one")
        try await store.commit([store.put(note, over: 0)])
        #expect(try await read("a", from: store)?.value == note)
        #expect(try await read("a", from: store)?.version == 1)

        let changed = Note(name: "a", text: "two")
        try await store.commit([store.put(changed, over: 1)])
        #expect(try await read("a", from: store)?.value == changed)
        #expect(try await read("a", from: store)?.version == 2)
        #expect(try await store.version(of: note.recordID) == 2)
        #expect(try await store.version(of: .sample) == nil)
    }

    @Test("refuses to put a record over another version than it has, and says which record")
    func conflict() async throws {
        let store = try await Vault().sealed
        let note = Note(name: "a", text: "one")
        try await store.commit([store.put(note, over: 0)])
        for version in [0, 2] as [Int64] {
            await #expect(throws: RecordError.store(.conflict(note.recordID))) {
                try await store.commit([store.put(note, over: version)])
            }
        }
    }

    @Test("reads pages by name and by index, each record opened")
    func scans() async throws {
        let store = try await Vault().sealed
        let notes = ["a", "b", "c", "d"].map { Note(name: $0, text: "text of \($0)") }
        try await store.commit(notes.reversed().map { store.put($0, over: 0) })
        let page = try await store.scan(
            Note.self, account: Self.account, region: Self.region, after: "a", limit: 2)
        #expect(page.map(\.value) == [notes[1], notes[2]])
        let found = try await store.scan(
            Note.self, index: "text", from: "text of b", through: "text of c", after: nil, limit: 10)
        #expect(found.map(\.found.value) == [notes[1], notes[2]])
        #expect(found.map(\.position.value) == ["text of b", "text of c"])
        let rest = try await store.scan(
            Note.self, index: "text", from: "", through: "u", after: found.last?.position, limit: 10)
        #expect(rest.map(\.found.value) == [notes[3]])
    }

    @Test("lets the store see nothing of a record's content")
    func opaque() async throws {
        let vault = try await Vault()
        let note = Note(name: "a", text: "needle in a haystack")
        try await vault.sealed.commit([vault.sealed.put(note, over: 0)])
        let stored = try #require(try await vault.store.read(note.recordID))
        #expect(!String(decoding: stored.sealed, as: UTF8.self).contains("needle"))
        #expect(stored.sealed.count == note.encoded().count + 53)
    }

    @Test("refuses content that can't be read, or that says it is another record")
    func undecodable() async throws {
        let vault = try await Vault()
        let place = Note(name: "a", text: "").recordID
        let contents = [[], Array("x".utf8), Note(name: "b", text: "").encoded()]
        for (number, content) in contents.enumerated() {
            let record = vault.sealer.seal(content, id: place, version: Int64(number + 1))
            try await vault.store.commit([.put(record, indexes: [])], erase: false)
            await #expect(throws: RecordError.undecodable(place)) { try await read("a", from: vault.sealed) }
            await #expect(throws: RecordError.undecodable(place)) {
                try await vault.sealed.scan(
                    Note.self, account: Self.account, region: Self.region, after: nil, limit: 1)
            }
        }
    }

    @Test("keeps secrets as secrets")
    func secrets() async throws {
        let store = try await Vault().sealed
        #expect(try await store.readSecret(.sample) == nil)
        let secret = SecretBytes(count: 32) { $0.initializeMemory(as: UInt8.self, repeating: 5) }
        try await store.commit([store.put(secret, as: .sample)])
        let read = try #require(try await store.readSecret(.sample))
        read.bytes.withUnsafeBytes { #expect(Array($0) == [UInt8](repeating: 5, count: 32)) }
        try await store.commit([.delete(.sample, expectedVersion: 1)], erase: true)
        #expect(try await store.readSecret(.sample) == nil)
    }

    @Test("tells of changes through its store's feed")
    func feed() async throws {
        let vault = try await Vault()
        guard case .changes(let none, let start) = try await vault.store.changes(after: nil, limit: 10) else {
            Issue.record("a feed's own position is said to be too far behind")
            return
        }
        #expect(none.isEmpty)
        let (one, two) = (Note(name: "a", text: ""), Note(name: "b", text: ""))
        try await vault.sealed.commit([vault.sealed.put(one, over: 0), vault.sealed.put(two, over: 0)])
        try await vault.sealed.commit([.check(one.recordID, expectedVersion: 1)])
        try await vault.sealed.commit([.delete(one.recordID, expectedVersion: 1)])
        let ids = [one.recordID, two.recordID, one.recordID]
        #expect(try await vault.store.changes(after: start, limit: 10) == .changes(ids, upTo: start + 3))
        #expect(try await vault.store.changes(after: start, limit: 2) == .changes(Array(ids[..<2]), upTo: start + 2))
        #expect(try await vault.store.changes(after: start + 3, limit: 10) == .changes([], upTo: start + 3))
    }
}
