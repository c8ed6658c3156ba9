import Records

/// How grants die with their key.
extension GrantStore {
    private static let batchSize = 200

    /// Deletes a key's grants but for the last, in batches, and names the changes that delete those: they belong into
    /// the batch that deletes the key. Records are not opened, so that a damaged one is deleted too.
    /// - Throws: `.record(.store(.conflict))` if the key or its grants were changed meanwhile.
    func deletions(of key: Key) async throws(Failure) -> [Change] {
        while true {
            let names = try await names(of: key.record)
            let changes = names.map { Change.delete($0, expectedVersion: 1) }
            guard names.count == Self.batchSize else { return changes + (try await tallyDeletion(of: key.record)) }
            try await commit(changes + [.check(key.record.recordID, expectedVersion: key.version)])
        }
    }

    private func names(of key: KeyRecord) async throws(Failure) -> [RecordID] {
        let first = GrantRecord.recordName("", keyID: key.id)
        let page = try await stored { () throws(RecordError) in
            do throws(StoreError) {
                return try await store.store.scan(
                    GrantRecord.collection, account: key.account, region: key.region, after: first,
                    limit: Self.batchSize)
            } catch {
                throw .store(error)
            }
        }
        return page.map(\.id).filter { $0.name.utf8.starts(with: first.utf8) }
    }

    private func tallyDeletion(of key: KeyRecord) async throws(Failure) -> [Change] {
        let id = GrantTally(of: key).recordID
        let version = try await stored { () throws(RecordError) in try await store.version(of: id) }
        return version.map { [.delete(id, expectedVersion: $0)] } ?? []
    }
}
