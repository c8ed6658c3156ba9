import GRDB
import Records

/// The database's place in a data directory.
struct DatabaseFile {
    let directory: String

    var path: String { directory + "/trent.sqlite" }
    var logPath: String { path + "-wal" }
    private var partialPath: String { path + ".partial" }

    /// Sees to it that there is a database that can be written.
    func prepare() throws(StoreError) {
        try FileSystem.createDirectory(directory)
        try FileSystem.checkWritable(directory)
        if FileSystem.exists(path) { return try FileSystem.checkWritable(path) }
        try checkAbsent()
        try install { partial throws(StoreError) in
            let queue = try Connection.creator(partial)
            try queue.access(Schema.create)
            try queue.closed()
        }
    }

    /// - Throws: `.unavailable` if there is a database, `.unreadable` if there is its log without it, which would be
    ///   played into a new one.
    func checkAbsent() throws(StoreError) {
        guard !FileSystem.exists(path) else { throw .unavailable("there is a database in \(directory)") }
        guard !FileSystem.exists(logPath) else {
            throw .unreadable("\(logPath) is the log of a database that is missing")
        }
    }

    /// Puts a database into the directory whole or not at all, so that a truncated one is never taken for a new one.
    /// `fill` writes it to an empty file and leaves it closed.
    func install(_ fill: (_ partial: String) throws(StoreError) -> Void) throws(StoreError) {
        try FileSystem.remove(partialPath)
        try FileSystem.remove(partialPath + "-journal")
        try FileSystem.create(partialPath)
        try fill(partialPath)
        try FileSystem.sync(partialPath)
        try FileSystem.rename(partialPath, to: path)
        try FileSystem.sync(directory)
    }
}
