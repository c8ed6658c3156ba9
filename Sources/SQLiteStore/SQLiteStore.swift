// Room: SQLiteStore (floor 5)
// Holds: sealed records as rows of one SQLite file: its schema, group commit, erasure, backup, the directory's lock.
// Must not know: what is in a record, how it is sealed, HTTP.
// Go instead: to Records for the contract and the seal, to docs/storage.md for why it is built so.

import GRDB
public import Records

/// A record store in one SQLite file, `trent.sqlite`, in a data directory.
///
/// Any number of instances and processes may have the same file open and see each other's changes; that only one
/// serves a directory is `DirectoryLock`'s business.
public final class SQLiteStore: RecordStore {
    let readers: Readers
    let committer: GroupCommitter

    private init(readers: Readers, committer: GroupCommitter) {
        self.readers = readers
        self.committer = committer
    }

    /// Opens the directory's database, makes it if there is none, and brings its schema up to this release.
    ///
    /// - Parameter directory: made with mode 0700 if it does not exist; its parent must exist.
    /// - Returns: a store that any number of tasks may use.
    /// - Throws: `.readOnly` if file or directory can't be written, `.unreadable` if the file is damaged, is not
    ///   a database of Trent, or was made by a newer release.
    public static func open(directory: String) throws(StoreError) -> SQLiteStore {
        try open(directory: directory, limits: Limits())
    }

    static func open(directory: String, limits: Limits) throws(StoreError) -> SQLiteStore {
        let file = DatabaseFile(directory: directory)
        try file.prepare()
        return try StoreError.naming(file.path) { () throws(StoreError) in
            let writer = try Connection.writer(file.path)
            return SQLiteStore(
                readers: try Readers(path: file.path),
                committer: try GroupCommitter(writer, logPath: file.logPath, limits: limits))
        }
    }

    /// Waits for the batches under way, then closes the file. Every later call fails with `.unavailable`.
    public func close() throws(StoreError) {
        try readers.close()
        try committer.close()
    }

    // Reads run on the caller's thread: a look-up costs less than handing it to another thread and back, and in WAL
    // mode it never waits for the writer.

    public func read(_ id: RecordID) async throws(StoreError) -> StoredRecord? {
        try readers.read { db throws(StoreError) in try RecordQueries.read(id, on: db) }
    }

    public func scan(
        _ collection: Collection, account: String, region: String, after: String?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try readers.read { db throws(StoreError) in
            try RecordQueries.scan(collection, account: account, region: region, after: after, limit: limit, on: db)
        }
    }

    public func scan(
        _ collection: Collection, index: String, from: String, through: String, after: IndexPosition?, limit: Int
    ) async throws(StoreError) -> [IndexHit] {
        let range = IndexRange(collection: collection, index: index, from: from, through: through, after: after)
        return try readers.read { db throws(StoreError) in
            try RecordQueries.scan(range, limit: limit, on: db)
        }
    }

    public func commit(_ changes: [Change], erase: Bool) async throws(StoreError) {
        try await committer.commit(changes, erase: erase)
    }

    public func changes(after sequence: Int64?, limit: Int) async throws(StoreError) -> ChangeFeed {
        try readers.read { db throws(StoreError) in
            try ChangeLog.changes(after: sequence, limit: limit, on: db)
        }
    }
}

/// What a store keeps and how long it waits.
struct Limits: Sendable {
    /// How many of the newest changes the feed remembers.
    var changesKept: Int64 = 100_000
    /// How long a batch that erases waits for readers of the log, other processes' among them.
    var erasePatience: Duration = .seconds(10)
    /// The greatest number of batches in one transaction.
    var groupMax = 256
}
