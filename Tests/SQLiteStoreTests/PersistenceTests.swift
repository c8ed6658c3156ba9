import Foundation
import GRDB
import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("A directory's database")
struct PersistenceTests {
    @Test("keeps everything when it is closed and opened again")
    func reopening() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let store = try SQLiteStore.open(directory: directory)
            let sealed = try await store.put(
                id("a"), byteCount: 9_000, indexes: [IndexEntry("kind", "x")], with: sealing)
            try await store.put(id("gone"), with: sealing)
            try await store.commit([.delete(id("gone"), expectedVersion: 1)], erase: false)
            let feed = try await store.changes(after: 0, limit: 100)
            try store.close()

            let reopened = try SQLiteStore.open(directory: directory)
            let record = StoredRecord(id: id("a"), version: 1, sealed: sealed)
            #expect(try await reopened.read(id("a")) == record)
            #expect(try await reopened.read(id("gone")) == nil)
            let hits = try await reopened.scan(thing, index: "kind", from: "x", through: "x", after: nil, limit: 2)
            #expect(hits.map(\.record) == [record])
            #expect(try await reopened.changes(after: 0, limit: 100) == feed)
        }
    }

    @Test("keeps what was committed if its process never closes it")
    func logIsReplayed() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let store = try SQLiteStore.open(directory: directory)
            let sealed = try await store.put(id("a"), with: sealing)
            // What a crash leaves: database and log as they are, without the shared memory beside them.
            let crashed = directory + "/crashed"
            try FileManager.default.createDirectory(atPath: crashed, withIntermediateDirectories: false)
            for name in ["/trent.sqlite", "/trent.sqlite-wal"] {
                try FileManager.default.copyItem(atPath: directory + name, toPath: crashed + name)
            }
            let survivor = try SQLiteStore.open(directory: crashed)
            #expect(try await survivor.read(id("a"))?.sealed == sealed)
            try store.close()
        }
    }

    @Test("syncs every commit, overwrites what it deletes, and keeps no temporary files")
    func pragmas() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let settings = try await store.committer.queue.writeWithoutTransaction { db in
                try ["journal_mode", "synchronous", "secure_delete", "temp_store", "auto_vacuum", "trusted_schema"].map
                {
                    try String.fetchOne(db, sql: "PRAGMA \($0)")
                }
            }
            #expect(settings == ["wal", "2", "1", "2", "0", "0"])
        }
    }

    @Test("is readable by its owner only, log and shared memory too")
    func modes() async throws {
        try await withDirectory { directory in
            let data = directory + "/data"
            let store = try SQLiteStore.open(directory: data)
            try await store.put(id("a"), with: try await Sealing())
            let lock = try DirectoryLock(directory: data)
            #expect(try mode(of: data) == 0o700)
            for name in try FileManager.default.contentsOfDirectory(atPath: data) {
                #expect(try mode(of: data + "/" + name) == 0o600, "\(name)")
            }
            withExtendedLifetime(lock) {}
        }
    }

    @Test("refuses everything once it is closed")
    func closed() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            try store.close()
            try store.close()
            let closed = StoreError.unavailable("the store is closed")
            await #expect(throws: closed) { try await store.read(id("a")) }
            await #expect(throws: closed) { try await store.commit([], erase: false) }
            await #expect(throws: closed) { try await store.changes(after: nil, limit: 1) }
        }
    }

    @Test("tells names apart that differ behind a NUL byte")
    func nulBytes() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            let sealing = try await Sealing()
            let names = ["a", "a\0", "a\0b"]
            for name in names { try await store.put(id(name), indexes: [IndexEntry("kind", name)], with: sealing) }
            let page = try await store.scan(thing, account: id("").account, region: id("").region, after: "a", limit: 9)
            #expect(page.map(\.id.name) == ["a\0", "a\0b"])
            let hits = try await store.scan(thing, index: "kind", from: "a\0", through: "a\0", after: nil, limit: 9)
            #expect(hits.map(\.position.value) == ["a\0"])
            #expect(try await store.read(id("a\0c")) == nil)
        }
    }
}
