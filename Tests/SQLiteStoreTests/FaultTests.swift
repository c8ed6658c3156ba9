import Foundation
import GRDB
import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("A store that something is wrong with")
struct FaultTests {
    @Test("says that the disk is full, loses nothing, and goes on once there is space")
    func fullDisk() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            let kept = try await store.put(id("kept"), with: sealing)
            try await store.setPagesMax(40)
            var stored = 0
            await #expect(throws: StoreError.full) {
                for number in 0..<100 {
                    try await store.put(id("\(number)"), with: sealing)
                    stored += 1
                }
            }
            #expect(stored > 5)
            let big = (0..<40).map { Change.put(sealing.record(id("big \($0)")), indexes: []) }
            await #expect(throws: StoreError.full) { try await store.commit(big, erase: false) }
            #expect(try await store.read(id("kept"))?.sealed == kept)
            #expect(try await store.read(id("big 0")) == nil)
            try await store.commit([.delete(id("0"), expectedVersion: 1)], erase: false)

            try await store.setPagesMax(1_000_000)
            try await store.commit(big, erase: false)
            let page = try await store.scan(
                thing, account: id("").account, region: id("").region, after: nil, limit: 1_000)
            #expect(page.count == 1 + stored - 1 + 40)
            try store.close()
            try SQLiteStore.verify(directory + "/trent.sqlite")
        }
    }

    @Test("calls a file that is not a database, or not Trent's, unreadable")
    func strangersFile() async throws {
        try await withDirectory { directory in
            let path = directory + "/trent.sqlite"
            for content in [Data(), Data("this is no database".utf8), Data(repeating: 0, count: 8_192)] {
                try content.write(to: URL(filePath: path))
                #expect { try SQLiteStore.open(directory: directory) } throws: { isUnreadable($0) }
                #expect { try SQLiteStore.verify(path) } throws: { isUnreadable($0) }
                #expect(try Data(contentsOf: URL(filePath: path)) == content)
            }
            try FileManager.default.removeItem(atPath: path)
            try runSQL("CREATE TABLE records (name TEXT)", on: path)
            let content = try Data(contentsOf: URL(filePath: path))
            #expect { try SQLiteStore.open(directory: directory) } throws: { isUnreadable($0) }
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test("calls a truncated file unreadable", arguments: [1, 100, 4_096, 40_000])
    func truncatedFile(count: UInt64) async throws {
        try await withDirectory { directory in
            try await Self.fill(directory)
            try truncate(directory + "/trent.sqlite", to: count)
            #expect { try SQLiteStore.open(directory: directory) } throws: { isUnreadable($0) }
            #expect { try SQLiteStore.verify(directory + "/trent.sqlite") } throws: { isUnreadable($0) }
        }
    }

    @Test("calls a damaged page unreadable, when it is read or verified")
    func damagedPage() async throws {
        try await withDirectory { directory in
            try await Self.fill(directory)
            let path = directory + "/trent.sqlite"
            try overwrite(path, at: 4_096, with: [UInt8](repeating: 0xee, count: 60_000))
            #expect { try SQLiteStore.verify(path) } throws: { isUnreadable($0) }
            let store = try SQLiteStore.open(directory: directory)
            await #expect { try await store.read(id("20")) } throws: { isUnreadable($0) }
            await #expect {
                try await store.commit([.check(id("20"), expectedVersion: 1)], erase: false)
            } throws: { isUnreadable($0) }
        }
    }

    @Test("calls a record without its body unreadable, not missing")
    func missingBody() async throws {
        try await withDirectory { directory in
            try await Self.fill(directory)
            try runSQL("DELETE FROM bodies", on: directory + "/trent.sqlite")
            let store = try SQLiteStore.open(directory: directory)
            await #expect { try await store.read(id("20")) } throws: { isUnreadable($0) }
        }
    }

    @Test("refuses a database of a newer release and leaves it as it is")
    func newerSchema() async throws {
        try await withDirectory { directory in
            try await Self.fill(directory)
            let path = directory + "/trent.sqlite"
            try runSQL("PRAGMA user_version = \(Schema.newest + 1)", on: path)
            let content = try Data(contentsOf: URL(filePath: path))
            for body in [
                { _ = try SQLiteStore.open(directory: directory) }, { try SQLiteStore.verify(path) },
                { try SQLiteStore.backup(of: directory, to: directory + "/copy") },
            ] {
                #expect {
                    try body()
                } throws: { error in
                    guard case StoreError.unreadable(let reason) = error else { return false }
                    return reason.contains("later release") && reason.contains(path)
                }
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
            #expect(!FileManager.default.fileExists(atPath: directory + "/copy"))
        }
    }

    @Test("does not make a new database beside the log of a missing one")
    func logWithoutDatabase() async throws {
        try await withDirectory { directory in
            try Data([1]).write(to: URL(filePath: directory + "/trent.sqlite-wal"))
            #expect { try SQLiteStore.open(directory: directory) } throws: { isUnreadable($0) }
            #expect(!FileManager.default.fileExists(atPath: directory + "/trent.sqlite"))
        }
    }

    @Test("makes its database even if an earlier attempt died half-way")
    func leftovers() async throws {
        try await withDirectory { directory in
            try Data(repeating: 1, count: 5_000).write(to: URL(filePath: directory + "/trent.sqlite.partial"))
            let store = try SQLiteStore.open(directory: directory)
            try await store.put(id("a"), with: try await Sealing())
            #expect(!FileManager.default.fileExists(atPath: directory + "/trent.sqlite.partial"))
        }
    }

    private static func fill(_ directory: String) async throws {
        let store = try SQLiteStore.open(directory: directory)
        let sealing = try await Sealing()
        for number in 0..<30 { try await store.put(id("\(number)"), with: sealing) }
        try store.close()
    }
}

private func isUnreadable(_ error: any Error) -> Bool {
    if case StoreError.unreadable = error { true } else { false }
}

extension SQLiteStore {
    fileprivate func setPagesMax(_ count: Int) async throws {
        try await committer.queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = \(count)")
        }
    }
}
