import Foundation
import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("Backup and restore")
struct BackupTests {
    private static func allRecords(of store: SQLiteStore) async throws -> [StoredRecord] {
        try await store.scan(thing, account: id("").account, region: id("").region, after: nil, limit: 10_000)
    }

    @Test("brings back every record, index entry and the feed's position")
    func roundTrip() async throws {
        try await withDirectory { directory in
            let (data, copy, restored) = (directory + "/data", directory + "/copy", directory + "/restored")
            let store = try SQLiteStore.open(directory: data)
            let sealing = try await Sealing()
            for number in 0..<50 {
                try await store.put(
                    id("\(number)"), byteCount: number * 300, indexes: [IndexEntry("kind", "\(number % 3)")],
                    with: sealing)
            }
            try SQLiteStore.backup(of: data, to: copy)
            try SQLiteStore.verify(copy)
            #expect(try mode(of: copy) == 0o600)
            try SQLiteStore.restore(from: copy, to: restored)
            #expect(try mode(of: restored + "/trent.sqlite") == 0o600)
            let second = try SQLiteStore.open(directory: restored)
            #expect(try await Self.allRecords(of: second) == Self.allRecords(of: store))
            for value in ["0", "1", "2"] {
                let hits = try await second.scan(
                    thing, index: "kind", from: value, through: value, after: nil, limit: 99)
                #expect(
                    try await hits
                        == store.scan(thing, index: "kind", from: value, through: value, after: nil, limit: 99))
            }
            #expect(try await second.changes(after: nil, limit: 1) == .changes([], upTo: 50))
        }
    }

    @Test("is of one moment, while another connection commits")
    func consistency() async throws {
        try await withDirectory { directory in
            let data = directory + "/data"
            let store = try SQLiteStore.open(directory: data)
            let sealing = try await Sealing()
            // Each batch changes both records, so they have the same version at every moment.
            func raise(to version: Int64) async throws {
                let changes = ["left", "right"].map {
                    Change.put(sealing.record(id($0), version: version, byteCount: 8_000), indexes: [])
                }
                try await store.commit(changes, erase: false)
            }
            try await raise(to: 1)
            async let copies: Void = {
                for number in 0..<5 { try SQLiteStore.backup(of: data, to: "\(directory)/copy\(number)") }
            }()
            for version in Int64(2)...40 { try await raise(to: version) }
            try await copies
            for number in 0..<5 {
                let restored = "\(directory)/restored\(number)"
                try SQLiteStore.restore(from: "\(directory)/copy\(number)", to: restored)
                let versions = try await Self.allRecords(of: try SQLiteStore.open(directory: restored)).map(\.version)
                #expect(versions.count == 2 && Set(versions).count == 1)
            }
        }
    }

    @Test("holds nothing that was erased before, and can be erased from after it is restored")
    func erasing() async throws {
        try await withDirectory { directory in
            let (data, copies, restored) = (directory + "/data", directory + "/copies", directory + "/restored")
            try FileManager.default.createDirectory(atPath: copies, withIntermediateDirectories: false)
            let store = try SQLiteStore.open(directory: data)
            let sealing = try await Sealing()
            var sealed: [[UInt8]] = []
            for number in 0..<20 { sealed.append(try await store.put(id("\(number)"), with: sealing)) }
            try await store.commit([.delete(id("3"), expectedVersion: 1)], erase: true)
            try SQLiteStore.backup(of: data, to: copies + "/copy")
            #expect(try fileBytes(in: copies).range(of: Data(sealed[3][20..<60])) == nil)
            #expect(try fileBytes(in: copies).range(of: Data(sealed[4][20..<60])) != nil)

            try SQLiteStore.restore(from: copies + "/copy", to: restored)
            let second = try SQLiteStore.open(directory: restored)
            try await second.commit([.delete(id("4"), expectedVersion: 1)], erase: true)
            #expect(try fileBytes(in: restored).range(of: Data(sealed[4][20..<60])) == nil)
            #expect(try fileBytes(in: restored).range(of: Data(sealed[5][20..<60])) != nil)
        }
    }

    @Test("can be made of a directory that no process serves")
    func offline() async throws {
        try await withDirectory { directory in
            let data = directory + "/data"
            try SQLiteStore.open(directory: data).close()
            try SQLiteStore.backup(of: data, to: directory + "/copy")
            try SQLiteStore.verify(directory + "/copy")
        }
    }

    @Test("overwrites neither a file nor a database")
    func overwritesNothing() async throws {
        try await withDirectory { directory in
            let (data, copy) = (directory + "/data", directory + "/copy")
            try SQLiteStore.open(directory: data).close()
            try Data("mine".utf8).write(to: URL(filePath: copy))
            #expect(throws: StoreError.self) { try SQLiteStore.backup(of: data, to: copy) }
            #expect(try Data(contentsOf: URL(filePath: copy)) == Data("mine".utf8))

            try SQLiteStore.backup(of: data, to: copy + "2")
            let content = try Data(contentsOf: URL(filePath: data + "/trent.sqlite"))
            #expect(throws: StoreError.self) { try SQLiteStore.restore(from: copy + "2", to: data) }
            #expect(try Data(contentsOf: URL(filePath: data + "/trent.sqlite")) == content)
        }
    }

    @Test("leaves no file if there is nothing to copy")
    func missingDatabase() async throws {
        try await withDirectory { directory in
            #expect(throws: StoreError.self) { try SQLiteStore.backup(of: directory, to: directory + "/copy") }
            #expect(throws: StoreError.self) {
                try SQLiteStore.restore(from: directory + "/no", to: directory + "/new")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(names.isEmpty)
        }
    }

    @Test("does not restore a damaged backup")
    func damaged() async throws {
        try await withDirectory { directory in
            let (data, copy) = (directory + "/data", directory + "/copy")
            let store = try SQLiteStore.open(directory: data)
            let sealing = try await Sealing()
            for number in 0..<30 { try await store.put(id("\(number)"), with: sealing) }
            try SQLiteStore.backup(of: data, to: copy)
            try overwrite(copy, at: 8_192, with: [UInt8](repeating: 0xee, count: 4_096))
            #expect(throws: StoreError.self) { try SQLiteStore.restore(from: copy, to: directory + "/new") }
            #expect(!FileManager.default.fileExists(atPath: directory + "/new/trent.sqlite"))
        }
    }

    @Test("waits for no server: a directory that is locked is not restored to")
    func lockedDirectory() async throws {
        try await withDirectory { directory in
            let (data, copy, new) = (directory + "/data", directory + "/copy", directory + "/new")
            try SQLiteStore.open(directory: data).close()
            try SQLiteStore.backup(of: data, to: copy)
            let lock = try DirectoryLock(directory: new)
            #expect(throws: StoreError.unavailable("\(new) is in use by process \(getpid()): stop it first")) {
                try SQLiteStore.restore(from: copy, to: new)
            }
            withExtendedLifetime(lock) {}
        }
    }
}
