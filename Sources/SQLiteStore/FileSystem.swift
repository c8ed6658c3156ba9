import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system calls that SQLite does not make for us.
enum FileSystem {
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Makes an empty file with mode 0600, whatever the umask. Fails if there is one of this name.
    static func create(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, "cannot make \(path)") }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw StoreError(systemError: errno, "cannot set \(path)'s mode") }
    }

    /// Makes a directory with mode 0700 unless it exists.
    static func createDirectory(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o700) != 0 else { return try sync(parent(of: path)) }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR else {
                throw .unavailable("\(path) is no directory: choose another data directory")
            }
        case ENOENT: throw .unavailable("cannot make \(path): make the directory first in which it is to be")
        case let error: throw StoreError(systemError: error, "cannot make \(path)")
        }
    }

    /// - Throws: `.readOnly` if this process may not write it.
    static func checkWritable(_ path: String) throws(StoreError) {
        guard faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0 else {
            throw StoreError(systemError: errno, "cannot write \(path)")
        }
    }

    /// - Throws: `.unavailable` if this process may not read it, or there is none.
    static func checkReadable(_ path: String) throws(StoreError) {
        guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 else {
            throw .unavailable("cannot read \(path): \(String(cString: strerror(errno)))")
        }
    }

    static func rename(_ old: String, to new: String) throws(StoreError) {
        let failed = old.withCString { old in new.withCString { renameat(AT_FDCWD, old, AT_FDCWD, $0) } } != 0
        if failed { throw StoreError(systemError: errno, "cannot rename \(old)") }
    }

    /// Removes a file if there is one.
    static func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw StoreError(systemError: errno, "cannot remove \(path)")
        }
    }

    /// Brings a file's content, or a directory's entries, to stable storage.
    ///
    /// Never called for a database that this process has open: closing any descriptor of a file drops the locks that
    /// SQLite holds on it.
    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, "cannot open \(path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(systemError: errno, "cannot sync \(path)") }
    }

    static func parent(of path: String) -> String {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
