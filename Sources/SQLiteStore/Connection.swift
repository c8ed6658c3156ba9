import GRDB
import Records
import Synchronization

/// How connections to the database are set up.
enum Connection {
    /// How long a call waits for another process's lock.
    static let busyMilliseconds: Int32 = 5_000

    /// The only connection of a store that writes, checkpoints and empties the log. That no other does so at the same
    /// time also keeps clear of SQLite's WAL-reset bug, <https://www.sqlite.org/wal.html#walresetbug>.
    static func writer(_ path: String) throws(StoreError) -> DatabaseQueue {
        let queue = try open(path, readOnly: false) { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Content that is deleted is overwritten with zeros, in pages and in free pages.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Images of pages that a savepoint may need again must not go to a temporary file.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        try queue.access { db throws(StoreError) in
            try Schema.migrate(db)
            try useLog(db)
        }
        return queue
    }

    static func reader(_ path: String) throws(StoreError) -> DatabaseQueue {
        try open(path, readOnly: true) { _ in }
    }

    /// A new file that is about to become a database.
    static func creator(_ path: String) throws(StoreError) -> DatabaseQueue {
        try open(path, readOnly: false) { db in
            try db.execute(sql: "PRAGMA page_size = \(BodyLayout.pageBytes)")
            try db.execute(sql: "PRAGMA auto_vacuum = NONE")
        }
    }

    private static func open(
        _ path: String, readOnly: Bool, _ prepare: @escaping @Sendable (Database) throws -> Void
    ) throws(StoreError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1_000)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            // Whoever wrote the file may have put functions into its schema and lies into its pages.
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            try prepare(db)
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError(error, connection: nil)
        }
    }

    private static func useLog(_ db: Database) throws(StoreError) {
        var query = try Query("PRAGMA journal_mode = WAL", on: db)
        guard try query.step(), query.text(0) == "wal" else {
            throw .unavailable("the file system does not support SQLite's write-ahead log")
        }
    }
}

extension DatabaseQueue {
    /// Runs the body on the calling thread, in no transaction.
    func access<R>(_ body: (Database) throws(StoreError) -> R) throws(StoreError) -> R {
        let result = unsafeRead { db -> Result<R, StoreError> in
            guard db.sqliteConnection != nil else { return .failure(.unavailable("the store is closed")) }
            do throws(StoreError) {
                return .success(try body(db))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func closed() throws(StoreError) {
        do {
            try close()
        } catch {
            throw StoreError(error, connection: nil)
        }
    }
}

/// A few connections that read, taken in turn. A call waits only for another short read, never for a write.
final class Readers: Sendable {
    private let queues: [DatabaseQueue]
    private let next = Atomic<Int>(0)
    private static let count = 4

    init(path: String) throws(StoreError) {
        var queues: [DatabaseQueue] = []
        for _ in 0..<Self.count { queues.append(try Connection.reader(path)) }
        self.queues = queues
    }

    func read<R>(_ body: (Database) throws(StoreError) -> R) throws(StoreError) -> R {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return try queues[turn & (Self.count - 1)].access(body)
    }

    func close() throws(StoreError) {
        for queue in queues { try queue.closed() }
    }
}
