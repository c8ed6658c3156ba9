import KeyCrypto
import RecordStoreContract
import Records
import Testing

@Suite("A sealed record") struct RecordSealerTests {
    @Test("opens to its content", arguments: [0, 1, 100, 100_000])
    func roundTrip(count: Int) async throws {
        let vault = try await Vault()
        let content = [UInt8](repeating: 7, count: count)
        let record = vault.sealer.seal(content, id: .sample, version: 3)
        #expect(try vault.sealer.open(record.stored) == content)
        #expect(try await vault.reopened().open(record.stored) == content)
    }

    @Test("does not open with any bit flipped, nor shorter, nor longer")
    func tampering() async throws {
        let vault = try await Vault()
        let record = vault.sealer.seal(Array("content".utf8), id: .sample, version: 1).stored
        var tampered: [[UInt8]] = [record.sealed + [0], [0] + record.sealed, record.sealed + record.sealed]
        for place in record.sealed.indices {
            for bit in 0..<8 {
                var flipped = record.sealed
                flipped[place] ^= 1 << UInt8(bit)
                tampered.append(flipped)
            }
            tampered.append(Array(record.sealed[..<place]))
            tampered.append(Array(record.sealed[(place + 1)...]))
        }
        for bytes in tampered {
            let changed = StoredRecord(id: record.id, version: record.version, sealed: bytes)
            #expect(throws: RecordError.notAuthentic(record.id)) { try vault.sealer.open(changed) }
            #expect(throws: RecordError.notAuthentic(record.id)) { try vault.sealer.openSecret(changed) }
        }
        #expect(tampered.count > 600)
    }

    static let elsewhere: [RecordID] = [
        RecordID(Collection(rawValue: "alias"), account: "111122223333", region: "eu-central-1", name: "one"),
        RecordID(Collection(rawValue: "key"), account: "111122223334", region: "eu-central-1", name: "one"),
        RecordID(Collection(rawValue: "key"), account: "111122223333", region: "eu-central-2", name: "one"),
        RecordID(Collection(rawValue: "key"), account: "111122223333", region: "eu-central-1", name: "two"),
        // The same letters, cut in other places.
        RecordID(Collection(rawValue: "ke"), account: "y111122223333", region: "eu-central-1", name: "one"),
        RecordID(Collection(rawValue: "key"), account: "111122223333eu-central-1", region: "", name: "one"),
        RecordID(Collection(rawValue: "key"), account: "", region: "111122223333eu-central-1", name: "one"),
        RecordID(Collection(rawValue: "key"), account: "111122223333", region: "eu-central-1o", name: "ne"),
        RecordID(Collection(rawValue: "key"), account: "111122223333", region: "eu-central-1one", name: ""),
    ]

    @Test("does not open in the place of another", arguments: elsewhere)
    func moved(place: RecordID) async throws {
        let vault = try await Vault()
        let record = vault.sealer.seal([1], id: .sample, version: 1)
        let moved = StoredRecord(id: place, version: 1, sealed: record.bytes)
        #expect(throws: RecordError.notAuthentic(place)) { try vault.sealer.open(moved) }
        #expect(try vault.sealer.open(record.stored) == [1])
    }

    @Test("does not open under a name of other bytes that Swift takes for equal")
    func normalization() async throws {
        let vault = try await Vault()
        var (composed, decomposed) = (RecordID.sample, RecordID.sample)
        composed.name = "\u{e9}"
        decomposed.name = "e\u{301}"
        let record = vault.sealer.seal([1], id: composed, version: 1)
        let moved = StoredRecord(id: decomposed, version: 1, sealed: record.bytes)
        #expect(throws: RecordError.notAuthentic(decomposed)) { try vault.sealer.open(moved) }
    }

    @Test("does not open as another version", arguments: [0, 1, 3, -2, .max, .min, 2 + 1 << 32] as [Int64])
    func otherVersion(version: Int64) async throws {
        let vault = try await Vault()
        let record = vault.sealer.seal([1], id: .sample, version: 2)
        let other = StoredRecord(id: .sample, version: version, sealed: record.bytes)
        #expect(throws: RecordError.notAuthentic(.sample)) { try vault.sealer.open(other) }
    }

    @Test("does not open in another store, under another domain key")
    func otherStore() async throws {
        let (one, other) = (try await Vault(seed: 1), try await Vault(seed: 2))
        let record = one.sealer.seal([1], id: .sample, version: 1).stored
        #expect(throws: RecordError.notAuthentic(.sample)) { try other.sealer.open(record) }
    }

    @Test("is another one each time, and shows nothing of its content")
    func randomized() async throws {
        let vault = try await Vault()
        let content = [UInt8](repeating: 0x41, count: 64)
        let records = (0..<100).map { _ in vault.sealer.seal(content, id: .sample, version: 1).bytes }
        #expect(Set(records).count == 100)
        // Format and domain key id are the same; salts and nonces are not.
        #expect(Set(records.map { Array($0.prefix(9)) }).count == 1)
        #expect(Set(records.map { Array($0[9..<37]) }).count == 100)
        #expect(Set(records.flatMap { [Array($0[37..<53]), Array($0[53..<69])] }).count == 200)
    }

    @Test("of a secret opens as a secret; one that is too small or too large for one does not")
    func secrets() async throws {
        let vault = try await Vault()
        let secret = SecretBytes(count: 32) { $0.initializeMemory(as: UInt8.self, repeating: 5) }
        let opened = try vault.sealer.openSecret(vault.sealer.seal(secret, id: .sample, version: 1).stored)
        opened.bytes.withUnsafeBytes { #expect(Array($0) == [UInt8](repeating: 5, count: 32)) }
        for count in [0, SecretBytes.bytesMax + 1] {
            let record = vault.sealer.seal([UInt8](repeating: 1, count: count), id: .sample, version: 1)
            #expect(throws: RecordError.undecodable(.sample)) { try vault.sealer.openSecret(record.stored) }
        }
    }
}
