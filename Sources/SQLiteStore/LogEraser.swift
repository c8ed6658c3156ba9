import GRDB
import GRDBSQLite
import Records
import Synchronization

/// Empties the write-ahead log, in which older images of pages stay until it is.
final class LogEraser: Sendable {
    private let logPath: String
    private let isOwed = Atomic(true)
    private static let busyMilliseconds: Int32 = 50

    init(logPath: String) { self.logPath = logPath }

    func logHoldsErased() { isOwed.store(true, ordering: .relaxed) }

    /// Copies what the log holds into the database file, cuts the log to no bytes, and syncs both. If someone is
    /// waiting for that, it waits a little for readers of the log.
    /// - Returns: why that can't be done now; nil if it is done or not needed.
    func emptyLog(waiting: Bool, on db: Database) -> StoreError? {
        guard isOwed.load(ordering: .relaxed) else { return nil }
        do throws(StoreError) {
            try truncate(busyMilliseconds: waiting ? Self.busyMilliseconds : 0, on: db)
            // SQLite does not sync the cut, and a power failure could bring the old log back.
            try FileSystem.sync(logPath)
            isOwed.store(false, ordering: .relaxed)
            return nil
        } catch {
            return .unavailable("committed, but not yet erased: the log is in use or can't be emptied (\(error))")
        }
    }

    private func truncate(busyMilliseconds: Int32, on db: Database) throws(StoreError) {
        sqlite3_busy_timeout(db.sqliteConnection, busyMilliseconds)
        defer { sqlite3_busy_timeout(db.sqliteConnection, Connection.busyMilliseconds) }
        do {
            try db.checkpoint(.truncate)
        } catch {
            throw StoreError(error, connection: db.sqliteConnection)
        }
    }
}
