import Foundation
import GRDB
import RecordStoreContract
import Records

@testable import SQLiteStore

/// Runs the body with an empty directory that is removed afterwards.
func withDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    let directory = FileManager.default.temporaryDirectory.appending(path: "trent-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

let thing = Collection(rawValue: "thing")

func id(_ name: String) -> RecordID {
    RecordID(thing, account: "111122223333", region: "eu-central-1", name: name)
}

extension SQLiteStore {
    /// Puts one record. - Returns: its sealed bytes.
    @discardableResult
    func put(
        _ id: RecordID, version: Int64 = 1, byteCount: Int = 100, indexes: [IndexEntry] = [], with sealing: Sealing
    ) async throws -> [UInt8] {
        let record = sealing.record(id, version: version, byteCount: byteCount)
        try await commit([.put(record, indexes: indexes)], erase: false)
        return record.bytes
    }
}

/// All bytes of the directory's files, file after file.
func fileBytes(in directory: String) throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: directory).reduce(into: Data()) { bytes, name in
        bytes += try Data(contentsOf: URL(filePath: directory).appending(path: name))
    }
}

func mode(of path: String) throws -> Int {
    try (FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? -1
}

/// Overwrites bytes of a file.
func overwrite(_ path: String, at offset: UInt64, with bytes: [UInt8]) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: bytes)
    try file.close()
}

func truncate(_ path: String, to count: UInt64) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.truncate(atOffset: count)
    try file.close()
}

/// Runs SQL on a database file, as a stranger would.
func runSQL(_ sql: String, on path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
}
