import Foundation
import KeyCrypto
import RecordStoreContract
import Testing

@testable import Records

/// Made by another implementation (`Tools/ciphertext_vectors.py`). They are never changed: a record sealed by any release
/// opens in every later one.
@Suite("Vectors of record format 1") struct FormatVectorTests {
    @Test("open with the root key that they name")
    func open() async throws {
        let vectors = try RecordVectors.load()
        let store = InMemoryRecordStore()
        let wrapped = SealedRecord(
            id: vectors.domainKeyRecord, version: 1, bytes: try bytes(vectors.domainKeySealed))
        try await store.commit([.put(wrapped, indexes: [])], erase: false)
        let sealer = try await RecordSealer(
            store: store, rootKey: try rootKey(vectors, Tape([])), randomness: Tape([]))
        #expect(vectors.records.count >= 4)
        for record in vectors.records {
            let stored = StoredRecord(id: record.id, version: record.version, sealed: try bytes(record.sealed))
            #expect(try sealer.open(stored) == (try bytes(record.content)))
        }
    }

    @Test("are made again from the same random bytes")
    func seal() async throws {
        let vectors = try RecordVectors.load()
        let tape = Tape(
            try bytes(vectors.domainKey) + bytes(vectors.domainKeyID) + bytes(vectors.domainKeyFresh)
                + vectors.records.flatMap { try bytes($0.fresh) })
        let store = InMemoryRecordStore()
        let rootKey = try rootKey(vectors, tape)
        #expect(rootKey.id == vectors.rootKeyID)
        let sealer = try await RecordSealer(store: store, rootKey: rootKey, randomness: tape)
        #expect(try await store.read(vectors.domainKeyRecord)?.sealed == (try bytes(vectors.domainKeySealed)))
        for record in vectors.records {
            let sealed = sealer.seal(try bytes(record.content), id: record.id, version: record.version)
            #expect(sealed.bytes == (try bytes(record.sealed)))
        }
        #expect(tape.isAtEnd)
    }

    private func rootKey(_ vectors: RecordVectors, _ randomness: any Randomness) throws -> LocalRootKey {
        var key = try bytes(vectors.rootKey)
        return LocalRootKey(SecretBytes(consuming: &key), randomness: randomness)
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        let digits = Array(hex)
        return try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
        }
    }
}

private struct RecordVectors: Decodable {
    struct Record: Decodable {
        var collection: String
        var account: String
        var region: String
        var name: String
        var version: Int64
        var fresh: String
        var content: String
        var sealed: String

        var id: RecordID { RecordID(Collection(rawValue: collection), account: account, region: region, name: name) }
    }

    var rootKey: String
    var rootKeyID: String
    var domainKey: String
    var domainKeyID: String
    var domainKeyFresh: String
    var domainKeySealed: String
    var records: [Record]

    var domainKeyRecord: RecordID {
        RecordID(Collection(rawValue: "domain-key"), account: "", region: "", name: domainKeyID)
    }

    /// The file stands with the vectors of the ciphertext blob, which the same tool makes.
    static func load() throws -> RecordVectors {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let path = "/\(folder)/KeyCryptoTests/Vectors/records-v1.json"
        return try JSONDecoder().decode(RecordVectors.self, from: Data(contentsOf: URL(filePath: path)))
    }
}
