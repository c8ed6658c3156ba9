import GRDB
import GRDBSQLite
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension StoreError {
    /// What an SQLite result code says of a store: <https://www.sqlite.org/rescode.html>.
    ///
    /// The code is an extended one. The `errno` behind it counts only for codes that stand for any failed system call.
    init(sqlite code: Int32, systemError: Int32, message: String) {
        switch code & 0xff {
        case SQLITE_FULL:
            self = .full
        case SQLITE_READONLY, SQLITE_PERM:
            self = .readOnly(message)
        case SQLITE_BUSY, SQLITE_PROTOCOL:
            // The second is what a reader of the log gets that was kept out again and again.
            self = .busy("\(message) (SQLite code \(code))")
        case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_FORMAT:
            self = .unreadable("it is damaged, or no database (\(message)): take a backup that is whole")
        case SQLITE_IOERR where code == Self.cannotGrowIndex && systemError == 0:
            self = .full
        case SQLITE_IOERR, SQLITE_CANTOPEN:
            self = StoreError(systemError: systemError, "\(message) (SQLite code \(code))")
        default:
            self = .unavailable("\(message) (SQLite code \(code))")
        }
    }

    /// SQLITE_IOERR_SHMSIZE: the log's index could not grow, for which SQLite does not always leave an `errno`.
    private static let cannotGrowIndex = SQLITE_IOERR | 19 << 8

    /// What a failed system call says of a store.
    init(systemError: Int32, _ message: String) {
        let reason = systemError == 0 ? message : "\(message): \(String(cString: strerror(systemError)))"
        switch systemError {
        case ENOSPC, EDQUOT: self = .full
        case EROFS, EACCES, EPERM: self = .readOnly(reason)
        default: self = .unavailable(reason)
        }
    }

    /// Says of a file that can't be used which one it is.
    static func naming<R>(_ path: String, _ body: () throws(StoreError) -> R) throws(StoreError) -> R {
        do throws(StoreError) {
            return try body()
        } catch {
            guard case .unreadable(let reason) = error else { throw error }
            throw .unreadable("\(path): \(reason)")
        }
    }

    /// The connection's last error.
    init(lastOf connection: OpaquePointer?) {
        self.init(
            sqlite: sqlite3_extended_errcode(connection), systemError: sqlite3_system_errno(connection),
            message: String(cString: sqlite3_errmsg(connection)))
    }

    /// An error that GRDB threw; the connection is nil if it could not be opened.
    init(_ error: any Error, connection: OpaquePointer?) {
        guard let error = error as? DatabaseError else {
            self = .unavailable("\(error)")
            return
        }
        let code = error.extendedResultCode.rawValue
        self.init(
            sqlite: code, systemError: connection.map { sqlite3_system_errno($0) } ?? 0,
            message: error.message ?? String(cString: sqlite3_errstr(code)))
    }
}
