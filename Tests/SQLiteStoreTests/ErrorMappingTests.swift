import Foundation
import GRDBSQLite
import Records
import Testing

@testable import SQLiteStore

@Suite("SQLite's errors")
struct ErrorMappingTests {
    private static func kind(_ code: Int32, _ systemError: Int32 = 0) -> String {
        switch StoreError(sqlite: code, systemError: systemError, message: "message") {
        case .conflict: "conflict"
        case .full: "full"
        case .readOnly: "read-only"
        case .busy: "busy"
        case .unavailable: "unavailable"
        case .unreadable: "unreadable"
        }
    }

    // SQLITE_IOERR_WRITE and others are macros that Swift does not see: SQLITE_IOERR | n << 8.
    @Test(
        "are told apart by code and errno",
        arguments: [
            (SQLITE_FULL, 0, "full"), (SQLITE_IOERR | 3 << 8, ENOSPC, "full"), (SQLITE_IOERR | 3 << 8, EDQUOT, "full"),
            (SQLITE_IOERR | 19 << 8, ENOSPC, "full"), (SQLITE_IOERR | 19 << 8, 0, "full"),
            (SQLITE_IOERR | 19 << 8, EACCES, "read-only"), (SQLITE_CANTOPEN, ENOSPC, "full"),
            (SQLITE_READONLY, 0, "read-only"), (SQLITE_READONLY | 4 << 8, 0, "read-only"),
            (SQLITE_IOERR | 3 << 8, EROFS, "read-only"), (SQLITE_CANTOPEN, EACCES, "read-only"),
            (SQLITE_CANTOPEN | 1 << 8, EPERM, "read-only"),
            (SQLITE_CORRUPT, 0, "unreadable"), (SQLITE_CORRUPT | 1 << 8, ENOSPC, "unreadable"),
            (SQLITE_NOTADB, EACCES, "unreadable"),
            (SQLITE_IOERR, EIO, "unavailable"), (SQLITE_IOERR | 4 << 8, 0, "unavailable"),
            (SQLITE_BUSY, ENOSPC, "busy"), (SQLITE_BUSY | 1 << 8, 0, "busy"), (SQLITE_PROTOCOL, 0, "busy"),
            (SQLITE_NOMEM, 0, "unavailable"), (SQLITE_CANTOPEN, ENOENT, "unavailable"),
            (SQLITE_ERROR, 0, "unavailable"),
        ] as [(Int32, Int32, String)])
    func mapping(code: Int32, systemError: Int32, expected: String) {
        #expect(Self.kind(code, systemError) == expected)
    }

    @Test("say nothing of what was stored")
    func messages() async throws {
        try await withDirectory { directory in
            let store = try SQLiteStore.open(directory: directory)
            #expect {
                try store.committer.queue.access { db throws(StoreError) in
                    try Query.run("INSERT INTO bodies (id, body) VALUES (1, ?)", [.text("secret")], on: db)
                    try Query.run("INSERT INTO bodies (id, body) VALUES (1, ?)", [.text("secret")], on: db)
                }
            } throws: { error in
                guard case StoreError.unavailable(let reason) = error else { return false }
                return reason.contains("UNIQUE") && !reason.contains("secret")
            }
        }
    }
}
