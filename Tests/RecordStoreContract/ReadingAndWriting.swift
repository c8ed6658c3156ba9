import Records

extension RecordStoreContract {
    static let readingAndWriting = [
        ContractCheck("a record that was never put is not there") { subject in
            try await subject.requireAbsent(subject.id("a"))
        },
        ContractCheck("a record is read back as it was put") { subject in
            try await subject.requireStored(try await subject.put(subject.id("a")))
        },
        ContractCheck("sealed bytes of any length are read back") { subject in
            for count in [1, 450, 500, 4_000, 4_070, 4_090, 4_100, 8_200, 70_000, 1_000_000] {
                try await subject.requireStored(try await subject.put(subject.id("\(count)"), byteCount: count))
            }
        },
        ContractCheck("a later version replaces the earlier one, longer or shorter") { subject in
            for (version, count) in zip(Int64(1)..., [100, 9_000, 10, 9_000, 5_000]) {
                let record = try await subject.put(subject.id("a"), version: version, byteCount: count)
                try await subject.requireStored(record)
            }
        },
        ContractCheck("a deleted record is gone, and can be put again as version 1") { subject in
            try await subject.put(subject.id("a"))
            try await subject.store.commit([.delete(subject.id("a"), expectedVersion: 1)], erase: false)
            try await subject.requireAbsent(subject.id("a"))
            try await subject.requireStored(try await subject.put(subject.id("a")))
        },
        ContractCheck("records of the same name in other accounts, Regions and collections are others") { subject in
            let other = Collection(rawValue: "other")
            let records = try await subject.putAll([
                subject.id("a"), subject.id("a", account: ""), subject.id("a", region: ""),
                subject.id("a", account: "444455556666"), subject.id("a", collection: other),
            ])
            for record in records { try await subject.requireStored(record) }
        },
        ContractCheck("names are told apart by their bytes") { subject in
            let names = [
                "é", "e\u{301}", "a", "A", "a ", " a", "%", "_", "'", "\"", "\\", "a/b", "\u{10FFFF}", "\n", "",
            ]
            let records = try await subject.putAll(names.map { subject.id($0) })
            for record in records { try await subject.requireStored(record) }
        },
        ContractCheck("erasing works as a commit does") { subject in
            try await subject.put(subject.id("a"))
            let kept = try await subject.put(subject.id("b"))
            let replacement = subject.sealing.record(subject.id("c"))
            try await subject.store.commit(
                [.delete(subject.id("a"), expectedVersion: 1), .put(replacement, indexes: [])], erase: true)
            try await subject.requireAbsent(subject.id("a"))
            try await subject.requireStored(kept)
            try await subject.requireStored(StoredRecord(id: replacement.id, version: 1, sealed: replacement.bytes))
            try await subject.requireConflict(
                subject.id("a"), [.delete(subject.id("a"), expectedVersion: 1)], erase: true)
        },
    ]
}
