import Records

extension RecordStoreContract {
    static let batches = [
        ContractCheck("an empty batch is carried out") { subject in
            try await subject.store.commit([], erase: false)
            try await subject.store.commit([], erase: true)
        },
        ContractCheck("a put with another version than the next is a conflict") { subject in
            let id = subject.id("a")
            try await subject.requireConflict(id, [.put(subject.sealing.record(id, version: 2), indexes: [])])
            let record = try await subject.put(id)
            for version in [Int64(1), 3] {
                try await subject.requireConflict(id, [.put(subject.sealing.record(id, version: version), indexes: [])])
            }
            try await subject.requireStored(record)
        },
        ContractCheck("a delete of another version is a conflict") { subject in
            let id = subject.id("a")
            try await subject.requireConflict(id, [.delete(id, expectedVersion: 1)])
            let record = try await subject.put(id)
            for version in [Int64(0), 2] {
                try await subject.requireConflict(id, [.delete(id, expectedVersion: version)])
            }
            try await subject.requireStored(record)
        },
        ContractCheck("version 0 says that there is no such record") { subject in
            let id = subject.id("a")
            try await subject.store.commit([.check(id, expectedVersion: 0)], erase: false)
            try await subject.store.commit([.delete(id, expectedVersion: 0)], erase: false)
            try await subject.requireAbsent(id)
        },
        ContractCheck("a check lets its batch pass only with the expected version, and changes nothing") { subject in
            let checked = try await subject.put(subject.id("checked"))
            let put = subject.sealing.record(subject.id("b"))
            for version in [Int64(0), 2] {
                try await subject.requireConflict(
                    checked.id, [.put(put, indexes: []), .check(checked.id, expectedVersion: version)])
            }
            try await subject.requireAbsent(put.id)
            try await subject.store.commit(
                [.check(checked.id, expectedVersion: 1), .put(put, indexes: [])], erase: false)
            try await subject.requireStored(checked)
            try await subject.requireStored(StoredRecord(id: put.id, version: 1, sealed: put.bytes))
        },
        ContractCheck("nothing of a batch with a conflict is carried out") { subject in
            let kept = try await subject.put(subject.id("kept"), indexes: [IndexEntry("kind", "old")])
            let deleted = try await subject.put(subject.id("deleted"))
            let position = try await subject.feedPosition()
            try await subject.requireConflict(
                subject.id("missing"),
                [
                    .put(subject.sealing.record(kept.id, version: 2), indexes: [IndexEntry("kind", "new")]),
                    .delete(deleted.id, expectedVersion: 1),
                    .put(subject.sealing.record(subject.id("new")), indexes: []),
                    .check(subject.id("missing"), expectedVersion: 1),
                ])
            try await subject.requireStored(kept)
            try await subject.requireStored(deleted)
            try await subject.requireAbsent(subject.id("new"))
            let hits = try await subject.hits(from: "a", through: "z")
            try requireSame(hits.map(\.record), [kept], "the index after the conflict")
            try require(try await subject.changes(since: position).isEmpty, "the feed tells of a batch with a conflict")
        },
    ]
}
