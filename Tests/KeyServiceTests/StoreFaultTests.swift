import AWSJSON
import KMSModel
import KeyService
import Records
import Synchronization
import Testing

/// What callers are told of a store that fails under them. `Clients/test_faults.py` asks it of every operation.
@Suite struct StoreFaultTests {
    static let faults: [(StoreError, KMSErrorCode, Int)] = [
        (.full, .kmsInternalException, 500),
        (.readOnly("inside"), .kmsInternalException, 500),
        (.busy("inside"), .dependencyTimeoutException, 503),
        (.unavailable("inside"), .keyUnavailableException, 500),
        (.unreadable("inside"), .keyUnavailableException, 500),
    ]

    @Test(arguments: faults)
    func aChangeThatIsNotMadeSaysSo(fault: StoreError, code: KMSErrorCode, status: Int) async throws {
        let store = FailingStore()
        let world = try await World(store: store)
        let key = try await world.newKey()
        store.fail(with: fault)
        for operation in [KMSOperation.createKey, .disableKey, .scheduleKeyDeletion] {
            let members: [String: JSONValue] = operation == .createKey ? [:] : ["KeyId": .string(key)]
            check(await world.outcome(operation, members), code, status)
        }
        store.work()
        #expect(try await world.metadata(key)["KeyState"]?.string == "Enabled")
        #expect(try await world.ok(.listKeys)["Keys"]?.elements?.count == 1)
    }

    @Test(arguments: faults)
    func aKeyThatIsNotReadIsNotUsed(fault: StoreError, code: KMSErrorCode, status: Int) async throws {
        let store = FailingStore()
        let writer = try await World(store: store)
        let key = try await writer.newKey()
        // A service that has not read the key yet.
        let world = try await World(store: store)
        store.fail(with: fault)
        for operation in [KMSOperation.describeKey, .getKeyPolicy, .listKeys] {
            let members: [String: JSONValue] = operation == .listKeys ? [:] : ["KeyId": .string(key)]
            check(await world.outcome(operation, members), code, status)
        }
        store.work()
        #expect(try await world.metadata(key)["KeyState"]?.string == "Enabled")
    }

    /// The operator is told the cause, the caller is not.
    private func check(_ outcome: CallOutcome, _ code: KMSErrorCode, _ status: Int) {
        guard case .failure(let error) = outcome.result else {
            Issue.record("it worked")
            return
        }
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message?.isEmpty == false)
        #expect(error.message?.contains("inside") == false)
        #expect(outcome.cause != nil)
    }

    private final class FailingStore: RecordStore {
        private let inner = InMemoryRecordStore()
        private let fault = Mutex<StoreError?>(nil)

        func fail(with error: StoreError) { fault.withLock { $0 = error } }

        func work() { fault.withLock { $0 = nil } }

        private func pass() throws(StoreError) {
            if let error = fault.withLock({ $0 }) { throw error }
        }

        func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
            try pass()
            return try await inner.read(id)
        }

        func scan(
            _ collection: Collection, account: String, region: String, after: String?, limit: Int
        ) async throws(StoreError) -> [StoredRecord] {
            try pass()
            return try await inner.scan(collection, account: account, region: region, after: after, limit: limit)
        }

        func scan(
            _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
        ) async throws(StoreError) -> [IndexHit] {
            try pass()
            return try await inner.scan(
                collection, index: index, from: from, through: through, after: after, limit: limit)
        }

        func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
            try pass()
            try await inner.commit(changes, erase: erase)
        }

        func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
            try pass()
            return try await inner.changes(after: sequence, limit: limit)
        }
    }
}
