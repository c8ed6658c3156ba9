import KeyCrypto
import RecordStoreContract
import Records
import Synchronization
import Testing

/// A store, its root key and what seals records for it.
struct Vault: Sendable {
    let store: any RecordStore
    let rootKey: LocalRootKey
    let randomness: SeededRandomness
    let sealer: RecordSealer

    init(store: any RecordStore = InMemoryRecordStore(), seed: UInt64 = 1) async throws {
        randomness = SeededRandomness(seed: seed)
        rootKey = LocalRootKey(randomness: randomness)
        self.store = store
        sealer = try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness)
    }

    var sealed: SealedStore { SealedStore(store, sealer: sealer) }

    /// What another process with this root key would seal and open with.
    func reopened(with rootKey: (any RootKey)? = nil) async throws(RecordError) -> RecordSealer {
        try await RecordSealer(store: store, rootKey: rootKey ?? self.rootKey, randomness: randomness)
    }

    func domainKeys() async throws -> [StoredRecord] {
        try await store.scan(
            Collection(rawValue: "domain-key"), account: "", region: "", after: nil, limit: 100)
    }
}

extension SealedRecord {
    /// As a store gives it back.
    var stored: StoredRecord { StoredRecord(id: id, version: version, sealed: bytes) }
}

extension RecordID {
    static let sample = RecordID(
        Collection(rawValue: "key"), account: "111122223333", region: "eu-central-1", name: "one")
}

/// Hands out bytes that were written down before, in order.
final class Tape: Randomness {
    private let rest: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) { rest = Mutex(bytes) }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        rest.withLock { rest in
            #expect(rest.count >= buffer.count, "the tape is at its end")
            buffer.copyBytes(from: rest.prefix(buffer.count))
            rest.removeFirst(min(buffer.count, rest.count))
        }
    }

    var isAtEnd: Bool { rest.withLock { $0.isEmpty } }
}

/// A note, as an example of what records hold.
struct Note: RecordContent, Equatable {
    static let collection = Collection(rawValue: "note")

    var account = "111122223333"
    var region = "eu-central-1"
    var name: String
    var text: String

    var recordID: RecordID { RecordID(Self.collection, account: account, region: region, name: name) }
    var indexes: [IndexEntry] { [IndexEntry("text", text)] }

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    func encoded() -> [UInt8] { Array([account, region, name, text].joined(separator: "\n").utf8) }

    init?(decoding bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4 else { return nil }
        (account, region, name, text) = (String(lines[0]), String(lines[1]), String(lines[2]), String(lines[3]))
    }
}
