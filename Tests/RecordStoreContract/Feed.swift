import Records

extension RecordStoreContract {
    static let feed = [
        ContractCheck("the feed tells of every put and delete, and of no check") { subject in
            let position = try await subject.feedPosition()
            let a = subject.id("a")
            let b = subject.id("b")
            try await subject.put(a)
            try await subject.put(b)
            try await subject.store.commit(
                [.check(b, expectedVersion: 1), .delete(a, expectedVersion: 1)], erase: false)
            try await subject.store.commit([.delete(subject.id("c"), expectedVersion: 0)], erase: false)
            let names = try await subject.changes(since: position)
            try require(Set(names) == [Name(a), Name(b)], "the feed tells of \(names.count) changes")
            try require(names.first == Name(a) && names.last == Name(a), "the changes are not in order")
        },
        ContractCheck("pages of the feed follow each other without a gap") { subject in
            let position = try await subject.feedPosition()
            let ids = (100..<125).map { subject.id("\($0)") }
            for id in ids { try await subject.put(id) }
            for limit in [1, 3, 24, 25, 26] {
                let names = try await subject.changes(since: position, limit: limit)
                try require(names == ids.map(Name.init), "pages of \(limit) tell of \(names.count) changes")
            }
        },
        ContractCheck("the feed stands still while nothing changes") { subject in
            try await subject.put(subject.id("a"))
            let position = try await subject.feedPosition()
            let feed = try await subject.store.changes(after: position, limit: 10)
            try require(feed == .changes([], upTo: position), "the feed at its end says \(feed)")
        },
    ]
}
