import Synchronization

/// A record store in this process's memory, for tests and for servers that need to forget everything.
public final class InMemoryRecordStore: RecordStore {
    private let state = Mutex(State())
    private let changesKept: Int

    /// - Parameter changesKept: how many of the newest changes the feed remembers.
    public init(changesKept: Int = 100_000) {
        self.changesKept = changesKept
    }

    public func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
        state.withLock { $0.records[id.key]?.record }
    }

    public func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        let scope = SortKey([collection.rawValue, account, region])
        return state.withLock { state in
            let start =
                after.map { state.records.index(after: scope.appending([$0])) } ?? state.records.index(from: scope)
            return state.records.page(from: start, limit: limit) { $0.hasPrefix(scope) }.map(\.value.record)
        }
    }

    public func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        let scope = SortKey([collection.rawValue, index])
        let last = SortKey([through])
        return state.withLock { state in
            var start = state.index.index(from: scope.appending([from]))
            if let after { start = max(start, state.index.index(after: after.key(in: scope))) }
            let page = state.index.page(from: start, limit: limit) {
                $0.hasPrefix(scope) && SortKey([$0.parts[scope.parts.count]]) <= last
            }
            return page.compactMap { key, id in
                guard let record = state.records[id.key]?.record else { return nil }
                let value = key.parts[scope.parts.count]
                return IndexHit(position: IndexPosition(value: value, id: id), record: record)
            }
        }
    }

    public func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try state.withLock { state throws(StoreError) in
            for change in changes where (state.records[change.id.key]?.record.version ?? 0) != change.expectedVersion {
                throw .conflict(change.id)
            }
            for change in changes { state.apply(change) }
            state.forgetChanges(beyond: changesKept)
        }
    }

    public func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        state.withLock { state in
            let last = state.forgotten + Int64(state.log.count)
            guard let sequence else { return .changes([], upTo: last) }
            guard (state.forgotten...last).contains(sequence) else { return .tooFarBehind(upTo: last) }
            let page = state.log.dropFirst(Int(sequence - state.forgotten)).prefix(limit)
            return .changes(Array(page), upTo: sequence + Int64(page.count))
        }
    }
}

private struct State {
    struct Entry {
        var record: StoredRecord
        var indexKeys: [SortKey]
    }

    var records = SortedTable<Entry>()
    /// Collection, index, value, account, Region, name → the record.
    var index = SortedTable<RecordID>()
    var log: [RecordID] = []
    /// The sequence number before the log's first change.
    var forgotten: Int64 = 0

    mutating func apply(_ change: Change) {
        switch change {
        case .put(let sealed, let indexes):
            removeIndexKeys(of: sealed.id)
            let keys = indexes.map { entry in
                let scope = SortKey([sealed.id.collection.rawValue, entry.index])
                return IndexPosition(value: entry.value, id: sealed.id).key(in: scope)
            }
            for key in keys { index[key] = sealed.id }
            let record = StoredRecord(id: sealed.id, version: sealed.version, sealed: sealed.bytes)
            records[sealed.id.key] = Entry(record: record, indexKeys: keys)
            log.append(sealed.id)
        case .delete(let id, _):
            guard records[id.key] != nil else { return }
            removeIndexKeys(of: id)
            records[id.key] = nil
            log.append(id)
        case .check:
            break
        }
    }

    mutating func forgetChanges(beyond kept: Int) {
        let excess = max(log.count - kept, 0)
        log.removeFirst(excess)
        forgotten += Int64(excess)
    }

    private mutating func removeIndexKeys(of id: RecordID) {
        for key in records[id.key]?.indexKeys ?? [] { index[key] = nil }
    }
}

/// Strings ordered one after the other by their UTF-8 bytes; Swift's own order takes different bytes for equal.
private struct SortKey: Comparable, Sendable {
    var parts: [String]

    init(_ parts: [String]) { self.parts = parts }

    func appending(_ more: [String]) -> SortKey { SortKey(parts + more) }

    func hasPrefix(_ prefix: SortKey) -> Bool {
        parts.count >= prefix.parts.count && SortKey(Array(parts.prefix(prefix.parts.count))) == prefix
    }

    static func == (left: SortKey, right: SortKey) -> Bool {
        left.parts.elementsEqual(right.parts) { $0.utf8.elementsEqual($1.utf8) }
    }

    static func < (left: SortKey, right: SortKey) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension RecordID {
    fileprivate var key: SortKey { SortKey([collection.rawValue, account, region, name]) }
}

extension IndexPosition {
    fileprivate func key(in scope: SortKey) -> SortKey {
        scope.appending([value, id.account, id.region, id.name])
    }
}

/// A dictionary in order of its keys.
private struct SortedTable<Value> {
    private var entries: [(key: SortKey, value: Value)] = []

    subscript(key: SortKey) -> Value? {
        get {
            let index = index(from: key)
            return index < entries.count && entries[index].key == key ? entries[index].value : nil
        }
        set {
            let index = index(from: key)
            let range = index..<(index < entries.count && entries[index].key == key ? index + 1 : index)
            entries.replaceSubrange(range, with: newValue.map { [(key, $0)] } ?? [])
        }
    }

    /// Where the first key lies that is not below the given one.
    func index(from key: SortKey) -> Int { partition { $0 < key } }

    /// Where the first key lies that is above the given one.
    func index(after key: SortKey) -> Int { partition { $0 <= key } }

    func page(from start: Int, limit: Int, while belongs: (SortKey) -> Bool) -> [(key: SortKey, value: Value)] {
        Array(entries[start...].prefix(limit).prefix { belongs($0.key) })
    }

    /// The number of keys, from the first on, of which `isBefore` holds.
    private func partition(_ isBefore: (SortKey) -> Bool) -> Int {
        var range = 0..<entries.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isBefore(entries[middle].key) ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
