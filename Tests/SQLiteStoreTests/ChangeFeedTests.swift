import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("The change feed")
struct ChangeFeedTests {
    @Test("shows each of two stores on one file what the other changed")
    func twoStores() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let one = try SQLiteStore.open(directory: directory)
            let other = try SQLiteStore.open(directory: directory)
            try await one.put(id("a"), with: sealing)
            #expect(try await other.changes(after: 0, limit: 10) == .changes([id("a")], upTo: 1))
            try await other.put(id("a"), version: 2, with: sealing)
            try await one.put(id("b"), with: sealing)
            for store in [one, other] {
                #expect(try await store.changes(after: 1, limit: 10) == .changes([id("a"), id("b")], upTo: 3))
                #expect(try await store.read(id("a"))?.version == 2)
            }
            await #expect(throws: StoreError.conflict(id("a"))) {
                try await one.put(id("a"), version: 2, with: sealing)
            }
        }
    }

    @Test("keeps the newest changes and says when it is asked for older ones")
    func pruned() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let store = try SQLiteStore.open(directory: directory, limits: Limits(changesKept: 10))
            for number in 1...15 { try await store.put(id("\(number)"), with: sealing) }
            #expect(try await store.changes(after: 4, limit: 1) == .tooFarBehind(upTo: 15))
            let kept = (6...15).map { id("\($0)") }
            #expect(try await store.changes(after: 5, limit: 100) == .changes(kept, upTo: 15))
            #expect(try await store.changes(after: nil, limit: 1) == .changes([], upTo: 15))
        }
    }

    @Test("takes a position from another life of the database for too far behind")
    func positionFromTheFuture() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            #expect(try await store.changes(after: 0, limit: 1) == .changes([], upTo: 0))
            #expect(try await store.changes(after: 1, limit: 1) == .tooFarBehind(upTo: 0))
            #expect(try await store.changes(after: .max, limit: 1) == .tooFarBehind(upTo: 0))
        }
    }
}
