import GRDB
import Records

/// The tables, and the one way by which a database gets them.
enum Schema {
    /// "Trnt", for `file` and for telling a stranger's database.
    static let applicationID: Int64 = 0x5472_6e74

    /// Step n brings a database from schema n to n + 1. Steps are added, never changed.
    private static let steps = [
        """
        CREATE TABLE records (
            collection TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
            version INTEGER NOT NULL, body INTEGER NOT NULL,
            PRIMARY KEY (collection, account, region, name)
        ) WITHOUT ROWID;
        CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE record_index (
            collection TEXT NOT NULL, idx TEXT NOT NULL, value TEXT NOT NULL,
            account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
            PRIMARY KEY (collection, idx, value, account, region, name)
        ) WITHOUT ROWID;
        CREATE INDEX record_index_by_record ON record_index (collection, account, region, name);
        CREATE TABLE changes (
            sequence INTEGER PRIMARY KEY,
            collection TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL
        );
        """
    ]

    static var newest: Int64 { Int64(steps.count) }

    /// - Throws: `.unreadable` if the database is not Trent's or newer than this release.
    static func migrate(_ db: Database) throws(StoreError) {
        guard try check(db) < newest else { return }
        try inTransaction(db) { () throws(StoreError) in try advance(db, from: check(db)) }
    }

    /// Gives an empty database its tables.
    static func create(_ db: Database) throws(StoreError) {
        try inTransaction(db) { () throws(StoreError) in
            try Query.run("PRAGMA application_id = \(applicationID)", on: db)
            try advance(db, from: 0)
        }
    }

    /// - Returns: the database's schema version.
    @discardableResult
    static func check(_ db: Database) throws(StoreError) -> Int64 {
        guard try pragma("application_id", on: db) == applicationID else {
            throw .unreadable("it is no database of Trent: choose another data directory")
        }
        guard try pragma("page_size", on: db) == BodyLayout.pageBytes, try pragma("auto_vacuum", on: db) == 0 else {
            throw .unreadable("its pages are not laid out as Trent lays them out")
        }
        let version = try pragma("user_version", on: db)
        guard version <= newest else {
            throw .unreadable(
                """
                a later release of Trent wrote it, with schema \(version), and this one knows schemas up to \(newest): \
                start that release, or restore a backup of before
                """)
        }
        guard version > 0 else { throw .unreadable("it has no schema") }
        return version
    }

    private static func advance(_ db: Database, from version: Int64) throws(StoreError) {
        for step in steps[Int(version)...] {
            do {
                try db.execute(sql: step)
            } catch {
                throw StoreError(error, connection: db.sqliteConnection)
            }
        }
        try Query.run("PRAGMA user_version = \(newest)", on: db)
    }

    private static func inTransaction(
        _ db: Database, _ body: () throws(StoreError) -> Void
    ) throws(StoreError) {
        try Query.run("BEGIN IMMEDIATE", on: db)
        do throws(StoreError) {
            try body()
            try Query.run("COMMIT", on: db)
        } catch {
            if db.isInsideTransaction { try Query.run("ROLLBACK", on: db) }
            throw error
        }
    }

    private static func pragma(_ name: String, on db: Database) throws(StoreError) -> Int64 {
        var query = try Query("PRAGMA \(name)", on: db)
        return try query.step() ? query.integer(0) : 0
    }
}
