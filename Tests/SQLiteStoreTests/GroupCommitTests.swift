import GRDB
import RecordStoreContract
import Records
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("Group commit")
struct GroupCommitTests {
    @Test("gives each of 200 concurrent batches its own outcome")
    func ownOutcomes() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            // Four batches compete for each of 50 records; each has a record of its own besides.
            let committed = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<200 {
                    let shared = sealing.record(id("shared \(number / 4)"), byteCount: number * 40)
                    let own = sealing.record(id("own \(number)"))
                    group.addTask {
                        do {
                            try await store.commit([.put(own, indexes: []), .put(shared, indexes: [])], erase: false)
                            return number
                        } catch StoreError.conflict(let id) where id == shared.id {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            #expect(committed.count == 50)
            #expect(Set(committed.map { $0 / 4 }).count == 50)
            for number in 0..<200 {
                #expect(try await (store.read(id("own \(number)")) != nil) == committed.contains(number))
            }
        }
    }

    @Test("carries out waiting batches in one transaction")
    func fewTransactions() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            let commits = CommitCounter()
            store.committer.queue.add(transactionObserver: commits, extent: .databaseLifetime)
            let group = (0..<20).map { [Change.put(sealing.record(id("\($0)")), indexes: [])] }
            let outcomes = try await store.committer.queue.writeWithoutTransaction { db in
                GroupTransaction.carryOut(group + [group[3]], changesKept: 100, on: db)
            }
            #expect(outcomes == Array(repeating: nil, count: 20) + [.conflict(id("3"))])
            #expect(commits.count == 1)
            #expect(try await store.read(id("19"))?.version == 1)
        }
    }

    @Test("undoes a batch that fails midway and keeps the others of its group")
    func batchThatFailsMidway() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            // A trigger stands for any failure in the middle of a batch.
            try await store.committer.queue.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        CREATE TRIGGER refuse BEFORE INSERT ON records WHEN new.name = 'bad'
                        BEGIN SELECT raise(ABORT, 'refused'); END
                        """)
            }
            @Sendable func put(_ names: String...) -> [Change] {
                names.map { .put(sealing.record(id($0)), indexes: []) }
            }
            let outcomes = try await store.committer.queue.writeWithoutTransaction { db in
                GroupTransaction.carryOut([put("a"), put("b", "bad", "c"), put("d")], changesKept: 100, on: db)
            }
            #expect(outcomes[0] == nil && outcomes[2] == nil)
            guard case .unavailable = outcomes[1] else {
                Issue.record("the refused batch's outcome is \(String(describing: outcomes[1]))")
                return
            }
            let page = try await store.scan(thing, account: id("").account, region: id("").region, after: nil, limit: 9)
            #expect(page.map(\.id.name) == ["a", "d"])
            #expect(try await store.changes(after: 0, limit: 9) == .changes([id("a"), id("d")], upTo: 2))
        }
    }

    @Test("gives all batches the error if the transaction can't be committed")
    func commitThatFails() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            let changes = [Change.put(sealing.record(id("a")), indexes: [])]
            store.committer.queue.add(transactionObserver: CommitRefuser(), extent: .databaseLifetime)
            await #expect(throws: StoreError.self) { try await store.commit(changes, erase: false) }
            #expect(try await store.read(id("a")) == nil)
        }
    }

    @Test("answers batches that are waiting when the store is closed")
    func closing() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    let change = Change.put(sealing.record(id("\(number)")), indexes: [])
                    group.addTask { (try? await store.commit([change], erase: false)) != nil }
                }
                group.addTask { (try? store.close()) == nil }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let reopened = try SQLiteStore.open(directory: directory)
            let page = try await reopened.scan(
                thing, account: id("").account, region: id("").region, after: nil, limit: 100)
            #expect(page.count == outcomes)
        }
    }
}

private final class CommitCounter: TransactionObserver, Sendable {
    private let commits = Mutex(0)
    var count: Int { commits.withLock(\.self) }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() { commits.withLock { $0 += 1 } }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}

private final class CommitRefuser: TransactionObserver, Sendable {
    struct Refusal: Error {}

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws { throw Refusal() }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}
