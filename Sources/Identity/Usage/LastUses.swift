import Records
import Synchronization

/// When access keys and roles were last used: noted in memory without any I/O, stored every few minutes and when the
/// service stops. What was noted since is lost with the process.
final class LastUses: Sendable {
    private let uses = Mutex<[String: LastUseRecord]>([:])
    private let nextFlush = Mutex<Int64?>(nil)
    private let capacity: Int
    private static let flushPeriodMilliseconds: Int64 = 5 * 60 * 1000
    private static let batchSize = 100

    /// - Parameter capacity: how many uses are held. When there is no room, others are not noted until the next flush.
    init(capacity: Int = 1 << 16) { self.capacity = capacity }

    func note(_ use: LastUseRecord) {
        uses.withLock { uses in
            if let last = uses[use.id] {
                if last.time <= use.time { uses[use.id] = use }
            } else if uses.count < capacity {
                uses[use.id] = use
            }
        }
    }

    /// The last use, here or in another process that has stored it.
    func lastUse(of id: String, in store: SealedStore) async throws(RecordError) -> LastUseRecord? {
        let noted = uses.withLock { $0[id] }
        let stored = try await store.read(LastUseRecord.self, LastUseRecord.recordID(id))?.value
        return [stored, noted].compactMap { $0 }.max { $0.time < $1.time }
    }

    /// Stores what was noted if it is time, or if memory gets short.
    /// `now`: milliseconds since 1970.
    func flushIfDue(to store: SealedStore, at now: Int64) async throws(RecordError) {
        let isDue = nextFlush.withLock { next in
            let isDue = next.map { $0 <= now } ?? false
            if isDue || next == nil { next = now + Self.flushPeriodMilliseconds }
            return isDue
        }
        if isDue || uses.withLock({ $0.count * 2 >= capacity }) { try await flush(to: store) }
    }

    /// Stores what was noted. What can't be stored stays noted.
    func flush(to store: SealedStore) async throws(RecordError) {
        var rest = uses.withLock { Array($0.values) }[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batchSize)
            rest = rest.dropFirst(Self.batchSize)
            if try await !save(batch, to: store) {
                for use in batch { _ = try await save([use], to: store) }
            }
        }
    }

    /// - Returns: whether the uses are stored; if not, one of the records was changed meanwhile, or is damaged.
    private func save(_ batch: ArraySlice<LastUseRecord>, to store: SealedStore) async throws(RecordError) -> Bool {
        do throws(RecordError) {
            var changes: [Change] = []
            for use in batch {
                let found = try await store.read(LastUseRecord.self, use.recordID)
                if let found, found.value.time >= use.time { continue }
                changes.append(store.put(use, over: found?.version ?? 0))
            }
            if !changes.isEmpty { try await store.commit(changes) }
        } catch {
            guard error.isOfOneRecord else { throw error }
            return false
        }
        uses.withLock { uses in
            for use in batch where uses[use.id] == use { uses[use.id] = nil }
        }
        return true
    }

    /// What deletes the note of a key or role; belongs into the batch that deletes that.
    func deletion(of id: String, in store: SealedStore) async throws(RecordError) -> [Change] {
        uses.withLock { $0[id] = nil }
        let record = LastUseRecord.recordID(id)
        return try await store.version(of: record).map { [.delete(record, expectedVersion: $0)] } ?? []
    }
}

extension RecordError {
    /// Whether it says something of one record, and nothing of the store.
    fileprivate var isOfOneRecord: Bool {
        switch self {
        case .store(.conflict), .notAuthentic, .undecodable: true
        case .store, .rootKey: false
        }
    }
}
