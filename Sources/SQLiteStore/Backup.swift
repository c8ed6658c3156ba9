import GRDB
public import Records

extension SQLiteStore {
    /// Writes a copy of a directory's database as it stands at one moment, while another process may serve it.
    ///
    /// The copy holds what the records hold now; nothing that was deleted before is in it. The file must not exist; it
    /// is made with mode 0600, and is on stable storage on return. A process that dies meanwhile leaves a file that
    /// `verify` refuses.
    /// - Throws: `.unreadable` if the database is not one that this release can read.
    public static func backup(of directory: String, to file: String) throws(StoreError) {
        try FileSystem.create(file)
        do throws(StoreError) {
            try copy(DatabaseFile(directory: directory).path, to: file)
            try FileSystem.sync(file)
        } catch {
            try FileSystem.remove(file)
            throw error
        }
        try FileSystem.sync(FileSystem.parent(of: file))
    }

    /// Reads a backup, or a database that no process serves, from end to end.
    /// - Throws: `.unreadable` if it is damaged or not a database that this release can read.
    public static func verify(_ file: String) throws(StoreError) {
        try FileSystem.checkReadable(file)
        try StoreError.naming(file) { () throws(StoreError) in
            let queue = try Connection.reader(file)
            try queue.access { db throws(StoreError) in
                try Schema.check(db)
                var query = try Query("PRAGMA integrity_check", on: db)
                guard try query.step(), query.text(0) == "ok" else {
                    throw .unreadable("it is damaged: \(query.text(0))")
                }
            }
            try queue.closed()
        }
    }

    /// Puts a backup into a data directory that has no database.
    ///
    /// Takes the directory's lock; whoever calls must not hold it.
    /// - Throws: `.unreadable` if the backup is damaged, `.unavailable` if there is a database in the directory.
    public static func restore(from file: String, to directory: String) throws(StoreError) {
        try verify(file)
        let lock = try DirectoryLock(directory: directory)
        defer { withExtendedLifetime(lock) {} }
        let database = DatabaseFile(directory: directory)
        try database.checkAbsent()
        try database.install { partial throws(StoreError) in try copy(file, to: partial) }
    }

    /// Copies a database into an empty file.
    private static func copy(_ source: String, to target: String) throws(StoreError) {
        try StoreError.naming(source) { () throws(StoreError) in
            let queue = try Connection.reader(source)
            try queue.access { db throws(StoreError) in
                try Schema.check(db)
                try Query.run("VACUUM INTO ?", [.text(target)], on: db)
            }
            try queue.closed()
        }
    }
}
