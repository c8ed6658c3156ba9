import Records

/// How uses get into the store and back.
extension UsageTracker {
    private static let batchSize = 100

    /// The last use of a key, here or in another process that has stored it.
    func lastUse(of key: Key, in store: SealedStore) async throws(RecordError) -> KeyUse? {
        await isRecovered.pass()
        let id = key.record.recordID
        // Memory first: a use that is being stored is in both for a while, never in neither.
        let noted = lastNoted(of: id)
        let found = try await store.read(UsageRecord.self, account: id.account, region: id.region, name: id.name)
        return [found?.value.use, noted].compactMap { $0 }.max { $0.time < $1.time }
    }

    /// Stores what was noted if it is time, or if memory gets short.
    /// `now`: milliseconds since 1970.
    /// `recorded`: see `flush`.
    func flushIfDue(to store: SealedStore, at now: Int64, recorded: Int64?) async throws(RecordError) {
        if isTimeToFlush(at: now) || isFillingUp || isBehind(recorded) {
            try await flush(to: store, recorded: recorded)
        }
    }

    /// Stores what was noted. What can't be stored stays noted.
    /// `recorded`: how many records the trail had before this call: their uses are noted.
    func flush(to store: SealedStore, recorded: Int64? = nil) async throws(RecordError) {
        // First: a recovery that ends meanwhile has noted uses that are not among these.
        var isComplete = isWhole
        var rest = noted[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batchSize)
            rest = rest.dropFirst(Self.batchSize)
            guard try await save(batch, to: store) != nil else { continue }
            for one in batch {
                if case .store(.conflict)? = try await save([one], to: store) { isComplete = false }
            }
        }
        if isComplete, let recorded { try await note(progress: recorded, in: store) }
    }

    /// So that uses are looked for in later records only.
    private func note(progress records: Int64, in store: SealedStore) async throws(RecordError) {
        let known = try await store.usageProgress()
        if known.records != records {
            do throws(RecordError) {
                try await store.commit([store.put(UsageProgress(records: records), over: known.version)])
            } catch .store(.conflict) {
                // Another process did.
            }
        }
        noteStored(through: records)
    }

    /// - Returns: nil if the uses are stored; if not, what is the matter with one of the records.
    private func save(
        _ batch: ArraySlice<(key: RecordID, use: KeyUse)>, to store: SealedStore
    ) async throws(RecordError) -> RecordError? {
        do throws(RecordError) {
            var changes: [Change] = []
            for (key, use) in batch { changes += try await self.changes(for: use, of: key, in: store) }
            if !changes.isEmpty { try await store.commit(changes) }
        } catch {
            guard error.isOfOneRecord else { throw error }
            return error
        }
        for (key, use) in batch { forget(use, of: key) }
        return nil
    }

    /// No change if the key is gone, or a later use is stored. The key is checked too: a use of a key that is deleted
    /// meanwhile is not stored.
    private func changes(
        for use: KeyUse, of key: RecordID, in store: SealedStore
    ) async throws(RecordError) -> [Change] {
        guard let version = try await store.version(of: key) else { return [] }
        let found = try await store.read(UsageRecord.self, account: key.account, region: key.region, name: key.name)
        if let found, found.value.use.time >= use.time { return [] }
        return [
            .check(key, expectedVersion: version), store.put(UsageRecord(of: key, use), over: found?.version ?? 0),
        ]
    }

    /// What deletes a key's usage record; belongs into the batch that deletes the key.
    func deletions(of key: Key, in store: SealedStore) async throws(RecordError) -> [Change] {
        let id = UsageRecord.recordID(of: key.record.recordID)
        return try await store.version(of: id).map { [.delete(id, expectedVersion: $0)] } ?? []
    }
}

extension RecordError {
    /// Whether it says something of one record, and nothing of the store.
    var isOfOneRecord: Bool {
        switch self {
        case .store(.conflict), .notAuthentic, .undecodable: true
        case .store, .rootKey: false
        }
    }
}
