import Foundation
import GRDB
import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("Erasing")
struct EraseTests {
    /// At how many places, in all files, pieces of 8 bytes lie of what may not be left behind. The first 16 bytes of
    /// sealed records are passed over: they name the domain key and are the same in all.
    private static func remnants(of erased: [[UInt8]], in directory: String) throws -> Int {
        let bytes = [UInt8](try fileBytes(in: directory))
        var pieces: Set<UInt64> = []
        for sealed in erased {
            for start in stride(from: 16, through: sealed.count - 8, by: 8) { pieces.insert(word(sealed, start)) }
        }
        return (0...bytes.count - 8).count { pieces.contains(word(bytes, $0)) }
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
    }

    // SQLite leaves about one of two thousand deleted rows behind if rows lie in cells, so many are looked for.
    @Test("leaves no piece of any record that was deleted or replaced until then", arguments: 1...2)
    func nothingRemains(seed: UInt64) async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let store = try SQLiteStore.open(directory: directory)
            var generator = SeededGenerator(seed: seed)
            var live: [Int: SealedRecord] = [:]
            var gone: [[UInt8]] = []
            for round in 1...40 {
                var changes: [Change] = []
                for number in Set((0..<200).map { _ in Int.random(in: 0..<2_000, using: &generator) }) {
                    let name = id("record \(number * 7_919 % 2_000)")
                    let version = live[number]?.version ?? 0
                    if let old = live.removeValue(forKey: number) { gone.append(old.bytes) }
                    if version > 0, Int.random(in: 0..<10, using: &generator) < 3 {
                        changes.append(.delete(name, expectedVersion: version))
                    } else {
                        let isLong = Int.random(in: 0..<20, using: &generator) == 0
                        let byteCount = Int.random(in: 20...(isLong ? 9_000 : 300), using: &generator)
                        let record = sealing.record(name, version: version + 1, byteCount: byteCount)
                        changes.append(.put(record, indexes: [IndexEntry("kind", "\(byteCount)")]))
                        live[number] = record
                    }
                }
                try await store.commit(changes, erase: round == 40)
                if round == 39 { #expect(try Self.remnants(of: gone, in: directory) > 0) }
            }
            #expect(gone.count > 4_000)
            #expect(try Self.remnants(of: gone, in: directory) == 0)
            for record in live.values { #expect(try await store.read(record.id)?.sealed == record.bytes) }
        }
    }

    @Test("leaves nothing of a version that is replaced", arguments: [50, 100, 400, 4_200, 20_000])
    func replacement(byteCount: Int) async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let store = try SQLiteStore.open(directory: directory)
            let old = try await store.put(id("a"), byteCount: 100, with: sealing)
            let new = sealing.record(id("a"), version: 2, byteCount: byteCount)
            try await store.commit([.put(new, indexes: [])], erase: true)
            #expect(try Self.remnants(of: [old], in: directory) == 0)
            #expect(try Self.remnants(of: [new.bytes], in: directory) > 0)
        }
    }

    @Test("waits for a reader of the log, and lets other batches pass meanwhile")
    func waitsForReaders() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let store = try SQLiteStore.open(directory: directory)
            let sealed = try await store.put(id("a"), with: sealing)
            let reader = try LogReader(directory: directory)
            async let erased: Void = store.commit([.delete(id("a"), expectedVersion: 1)], erase: true)
            while try await store.read(id("a")) != nil { await Task.yield() }
            try await store.put(id("b"), with: sealing)
            #expect(try Self.remnants(of: [sealed], in: directory) > 0)
            try reader.stop()
            try await erased
            #expect(try Self.remnants(of: [sealed], in: directory) == 0)
            #expect(try await store.read(id("b")) != nil)
        }
    }

    @Test("fails if a reader keeps the log, and is made up for by the next commit")
    func readerThatStays() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let limits = Limits(erasePatience: .milliseconds(100))
            let store = try SQLiteStore.open(directory: directory, limits: limits)
            let sealed = try await store.put(id("a"), with: sealing)
            let reader = try LogReader(directory: directory)
            await #expect {
                try await store.commit([.delete(id("a"), expectedVersion: 1)], erase: true)
            } throws: { error in
                if case StoreError.unavailable = error { true } else { false }
            }
            #expect(try await store.read(id("a")) == nil)
            #expect(try Self.remnants(of: [sealed], in: directory) > 0)
            try reader.stop()
            // The log is emptied after the first of these is answered, before the second is carried out.
            try await store.put(id("b"), with: sealing)
            try await store.put(id("c"), with: sealing)
            #expect(try Self.remnants(of: [sealed], in: directory) == 0)
        }
    }

    @Test("is made up for when a store is opened whose process died before it was done")
    func afterACrash() async throws {
        try await withDirectory { directory in
            let sealing = try await Sealing()
            let crashed = try SQLiteStore.open(directory: directory)
            let sealed = try await crashed.put(id("a"), with: sealing)
            try await crashed.commit([.delete(id("a"), expectedVersion: 1)], erase: false)
            #expect(try Self.remnants(of: [sealed], in: directory) > 0)
            let next = try SQLiteStore.open(directory: directory)
            #expect(try Self.remnants(of: [sealed], in: directory) == 0)
            withExtendedLifetime((crashed, next)) {}
        }
    }
}

/// Another process's long read, as a backup makes it.
private final class LogReader {
    private let queue: DatabaseQueue

    init(directory: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: directory + "/trent.sqlite", configuration: configuration)
        try queue.unsafeRead { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM records")
        }
    }

    func stop() throws { try queue.unsafeRead { try $0.execute(sql: "COMMIT") } }
}
