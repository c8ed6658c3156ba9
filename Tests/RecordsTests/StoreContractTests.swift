import RecordStoreContract
import Records
import Testing

@Suite("The record store in memory")
struct StoreContractTests {
    @Test("keeps the contract", arguments: RecordStoreContract.checks)
    func contract(check: ContractCheck) async throws {
        try await check.run { InMemoryRecordStore() }
    }

    @Test("says that a feed's position is too far behind, or was never given")
    func forgetsOldChanges() async throws {
        let store = InMemoryRecordStore(changesKept: 10)
        let sealing = try await Sealing()
        for number in 1...15 {
            let id = RecordID(Collection(rawValue: "thing"), account: "", region: "", name: "\(number)")
            try await store.commit([.put(sealing.record(id), indexes: [])], erase: false)
        }
        #expect(try await store.changes(after: 4, limit: 1) == .tooFarBehind(upTo: 15))
        #expect(try await store.changes(after: 16, limit: 1) == .tooFarBehind(upTo: 15))
        guard case .changes(let ids, let upTo) = try await store.changes(after: 5, limit: 100) else {
            Issue.record("the oldest position kept is said to be too far behind")
            return
        }
        #expect(ids.map(\.name) == (6...15).map { "\($0)" })
        #expect(upTo == 15)
    }

    @Test("would not pass the suite if it carried out half a batch")
    func suiteNoticesABrokenStore() async throws {
        let check = try #require(
            RecordStoreContract.checks.first { $0.description == "nothing of a batch with a conflict is carried out" })
        await #expect(throws: ContractViolation.self) { try await check.run { CarelessStore() } }
    }
}

/// A store that carries out a batch's changes one by one.
private struct CarelessStore: RecordStore {
    private let store = InMemoryRecordStore()

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { try await store.read(id) }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try await store.scan(collection, account: account, region: region, after: after, limit: limit)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        try await store.scan(collection, index: index, from: from, through: through, after: after, limit: limit)
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        for change in changes { try await store.commit([change], erase: erase) }
    }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await store.changes(after: sequence, limit: limit)
    }
}
