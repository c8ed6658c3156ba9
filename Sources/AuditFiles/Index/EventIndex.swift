public import AuditTrail
internal import GRDB

/// The index of the closed log files: `audit/index.sqlite`. It says where to look, never what stands there: everything
/// in it can be made again from the files, so it is neither sealed nor synced.
public final class EventIndex: Sendable {
    static let fileName = "index.sqlite"
    let queue: DatabaseQueue

    /// `isReadOnly`: of a directory that another process writes.
    /// - Throws: `AuditFailure` also if the file is there, but no index of this release.
    public init(directory: String, isReadOnly: Bool) throws(AuditFailure) {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            // In KiB.
            try db.execute(sql: "PRAGMA cache_size = -16384")
            guard !isReadOnly else { return }
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        // SQLite gives the files beside it the same mode.
        if !isReadOnly { try Self.create(directory + "/" + Self.fileName) }
        do {
            queue = try DatabaseQueue(path: directory + "/" + Self.fileName, configuration: configuration)
        } catch {
            let reason = (error as? DatabaseError)?.message ?? "\(error)"
            throw AuditFailure("\(directory)/\(Self.fileName) can't be opened: \(reason)")
        }
        try access { db throws(AuditFailure) in
            if !isReadOnly { try Self.prepare(db) }
            var version = try IndexStatement("PRAGMA user_version", on: db)
            guard try version.step(), version.integer(0) == Self.version else {
                throw AuditFailure(
                    "\(directory)/\(Self.fileName) is not of this release: a server of this release makes it anew")
            }
        }
    }

    private static func create(_ path: String) throws(AuditFailure) {
        let files = SystemFiles()
        if !files.exists(path) { files.close(try files.create(path)) }
    }

    public func close() throws(AuditFailure) {
        do { try queue.close() } catch { throw AuditFailure("the index can't be closed: \(error)") }
    }

    /// Adds the files of one segment, all or none. What the index held of the segment before goes.
    package func add(_ files: [IndexedLogFile], ofSegment segment: Int64) throws(AuditFailure) {
        try transaction { db throws(AuditFailure) in
            try Self.remove(Self.ids(of: segment), on: db)
            for (number, file) in files.enumerated() {
                guard file.segment == segment, number < Self.filesPerSegmentMax else {
                    throw AuditFailure("\(file.path) can't be indexed")
                }
                try Self.insert(file, id: segment * Self.filesPerSegmentMax + Int64(number), on: db)
            }
        }
    }

    /// Forgets the files of a segment, for instance when retention has taken them away.
    package func remove(segment: Int64) throws(AuditFailure) {
        try transaction { db throws(AuditFailure) in try Self.remove(Self.ids(of: segment), on: db) }
    }

    /// The paths of the files it holds, in no order.
    package func paths() throws(AuditFailure) -> Set<String> {
        try access { db throws(AuditFailure) in
            var paths: Set<String> = []
            var statement = try IndexStatement("SELECT path FROM files", on: db)
            while try statement.step() { paths.insert(statement.text(0)) }
            return paths
        }
    }

    /// Runs the body on the calling thread.
    func access<R>(_ body: (Database) throws(AuditFailure) -> R) throws(AuditFailure) -> R {
        let result = queue.unsafeRead { db -> Result<R, AuditFailure> in
            guard db.sqliteConnection != nil else { return .failure(AuditFailure("the index is closed")) }
            do throws(AuditFailure) { return .success(try body(db)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    func transaction(_ body: (Database) throws(AuditFailure) -> Void) throws(AuditFailure) {
        try access { db throws(AuditFailure) in
            try IndexStatement.run("BEGIN IMMEDIATE", on: db)
            do throws(AuditFailure) {
                try body(db)
                try IndexStatement.run("COMMIT", on: db)
            } catch {
                do throws(AuditFailure) { try IndexStatement.run("ROLLBACK", on: db) } catch {}
                throw error
            }
        }
    }
}

extension EventIndex {
    static let version: Int64 = 1
    /// A file's id is its segment's number times this, plus its own among the segment's files: ids rise with segments,
    /// whatever the order in which files are added.
    static let filesPerSegmentMax: Int64 = 1 << 20
    /// No segment has this number or a higher one.
    static let segmentsEnd: Int64 = 1 << 42

    static func ids(of segment: Int64) -> Range<Int64> {
        segment * filesPerSegmentMax..<(segment + 1) * filesPerSegmentMax
    }

    private static func prepare(_ db: Database) throws(AuditFailure) {
        var version = try IndexStatement("PRAGMA user_version", on: db)
        guard try version.step(), version.integer(0) == 0 else { return }
        for statement in schema { try IndexStatement.run(statement, on: db) }
    }

    private static let schema = [
        """
        CREATE TABLE IF NOT EXISTS files (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, path TEXT NOT NULL,
            first_sequence INTEGER NOT NULL, records INTEGER NOT NULL,
            oldest INTEGER NOT NULL, newest INTEGER NOT NULL,
            blocks BLOB NOT NULL, sequences BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS files_by_path ON files (path)",
        "CREATE INDEX IF NOT EXISTS files_by_time ON files (newest, oldest)",
        """
        CREATE TABLE IF NOT EXISTS postings (
            hash INTEGER NOT NULL, file INTEGER NOT NULL, ordinals BLOB NOT NULL, PRIMARY KEY (hash, file)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS postings_by_file ON postings (file)",
        "PRAGMA user_version = \(version)",
    ]

    static func insert(_ file: IndexedLogFile, id: Int64, on db: Database) throws(AuditFailure) {
        guard let first = file.sequences.first, let last = file.sequences.last else { return }
        // In a row: the first and their number say it all.
        let isGapless = last - first + 1 == Int64(file.sequences.count)
        try IndexStatement.run(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(id), .text(file.account), .text(file.region), .text(file.path), .integer(first),
                .integer(Int64(file.sequences.count)), .integer(file.oldestEventTime), .integer(file.newestEventTime),
                .bytes(LogFileBlock.encoded(file.blocks)), .bytes(isGapless ? [] : Varint.rising(file.sequences)),
            ], on: db)
        // In the order of the table: pages next to each other are written together.
        for (hash, ordinals) in file.postings.sorted(by: { $0.key < $1.key }) {
            // No ordinals: all of them.
            let isAll = ordinals.count == file.sequences.count
            try IndexStatement.run(
                "INSERT INTO postings VALUES (?, ?, ?)",
                [.integer(hash), .integer(id), .bytes(isAll ? [] : Varint.rising(ordinals))], on: db)
        }
    }

    static func remove(_ ids: Range<Int64>, on db: Database) throws(AuditFailure) {
        let bounds: [IndexStatement.Value] = [.integer(ids.lowerBound), .integer(ids.upperBound)]
        try IndexStatement.run("DELETE FROM postings WHERE file >= ? AND file < ?", bounds, on: db)
        try IndexStatement.run("DELETE FROM files WHERE id >= ? AND id < ?", bounds, on: db)
    }
}
