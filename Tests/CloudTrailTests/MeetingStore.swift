import Records
import Synchronization

/// Where calls wait for each other, once.
final class Meeting: Sendable {
    private struct State {
        var awaited = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let count: Int
    private let state = Mutex(State())

    init(of count: Int) { self.count = count }

    /// The next calls wait until all are there.
    func begin() { state.withLock { $0.awaited = count } }

    func arrive() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            for ready in arrived(continuation) { ready.resume() }
        }
    }

    /// Who may go on.
    private func arrived(_ continuation: CheckedContinuation<Void, Never>) -> [CheckedContinuation<Void, Never>] {
        state.withLock { state in
            guard state.awaited > 0 else { return [continuation] }
            state.awaited -= 1
            state.waiting.append(continuation)
            guard state.awaited == 0 else { return [] }
            let ready = state.waiting
            state.waiting = []
            return ready
        }
    }
}

/// A store whose readers of indexes meet after they have read, so that all know the same.
struct MeetingStore: RecordStore {
    var store: InMemoryRecordStore
    var meeting: Meeting

    func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? { try await store.read(id) }

    func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try await store.scan(collection, account: account, region: region, after: after, limit: limit)
    }

    func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        let hits = try await store.scan(
            collection, index: index, from: from, through: through, after: after, limit: limit)
        await meeting.arrive()
        return hits
    }

    func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try await store.commit(changes, erase: erase)
    }

    func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try await store.changes(after: sequence, limit: limit)
    }
}
