public import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps a second server out of a data directory: an exclusive `flock` on its file `lock`.
///
/// The kernel lets go of it when the process ends, however it ends; the file stays.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `.unavailable` if another process holds the lock.
    public init(directory: String) throws(StoreError) {
        try FileSystem.createDirectory(directory)
        let path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, "cannot open \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK { throw .unavailable("\(directory) is in use by another process") }
            throw StoreError(systemError: reason, "cannot lock \(path)")
        }
        // Set last: from here on deinit closes it.
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
