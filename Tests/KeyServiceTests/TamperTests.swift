import AWSJSON
import KMSModel
import KeyService
import Records
import Testing

/// Whoever can write the database can't forge, alter or swap.
@Suite struct TamperTests {
    /// A store whose reads pass through a forger's hands.
    private final class ForgedStore: RecordStore {
        let inner = InMemoryRecordStore()
        let forge: @Sendable (StoredRecord) -> StoredRecord

        init(_ forge: @escaping @Sendable (StoredRecord) -> StoredRecord) { self.forge = forge }

        func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { try await inner.read(id).map(forge) }

        func scan(
            _ collection: Collection, account: String, region: String, after: String?, limit: Int
        ) async throws(StoreError) -> [StoredRecord] {
            try await inner.scan(collection, account: account, region: region, after: after, limit: limit)
        }

        func scan(
            _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
        ) async throws(StoreError) -> [IndexHit] {
            try await inner.scan(
                collection, index: index, from: from, through: through, after: after, limit: limit)
        }

        func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
            try await inner.commit(changes, erase: erase)
        }

        func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
            try await inner.changes(after: sequence, limit: limit)
        }
    }

    @Test(arguments: ["key", "key-material", "alias"])
    func anAlteredRecordIsAnErrorAndItsCauseIsForTheOperator(collection: String) async throws {
        let world = try await World(
            store: ForgedStore { record in
                guard record.id.collection.rawValue == collection else { return record }
                var forged = record
                forged.sealed[forged.sealed.count / 2] ^= 1
                return forged
            }, cacheCapacity: 2)
        guard case .success = try await world.answer(.createKey, [:]) else { throw Unexpected() }
        let page = try await world.ok(.listKeys)
        let key = try #require(page["Keys"]?.elements?.first?["KeyId"])
        if collection == "alias" {
            try await world.ok(.createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": key])
        }
        let name = collection == "alias" ? .string("alias/a") : key
        let outcome = await world.outcome(.encrypt, ["KeyId": name, "Plaintext": .blob("x")])
        #expect(
            outcome.result
                == .failure(
                    KMSError(.kmsInternalException, "A record of this key is damaged or was altered.")))
        #expect(outcome.cause?.contains("notAuthentic") == true)
    }

    @Test func aStoreOutOfReachIsNotAllowed() async throws {
        let world = try await World(store: UnreachableStore())
        let outcome = await world.outcome(
            .describeKey, ["KeyId": .string("1234abcd-12ab-34cd-56ef-1234567890ab")])
        guard case .failure(let error) = outcome.result else { throw Unexpected() }
        #expect(error.code == .keyUnavailableException)
        #expect(error.status == 500)
        #expect(outcome.cause?.contains("unplugged") == true)
        #expect(error.message?.contains("unplugged") == false)
    }

    private struct Unexpected: Error {}

    /// Works while the domain key is made, and never again.
    private final class UnreachableStore: RecordStore {
        let inner = InMemoryRecordStore()

        func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { throw .unavailable("unplugged") }

        func scan(
            _ collection: Collection, account: String, region: String, after: String?, limit: Int
        ) async throws(StoreError) -> [StoredRecord] {
            try await inner.scan(collection, account: account, region: region, after: after, limit: limit)
        }

        func scan(
            _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
        ) async throws(StoreError) -> [IndexHit] { throw .unavailable("unplugged") }

        func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
            try await inner.commit(changes, erase: erase)
        }

        func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
            throw .unavailable("unplugged")
        }
    }
}
