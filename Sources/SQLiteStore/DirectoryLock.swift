public import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps a second server out of a data directory: an exclusive `flock` on its file `lock`, which says who has it.
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
            if reason == EWOULDBLOCK {
                throw .unavailable("\(directory) is in use by \(Self.holder(path)): stop it first")
            }
            throw StoreError(systemError: reason, "cannot lock \(path)")
        }
        Self.sign(descriptor)
        // Set last: from here on deinit closes it.
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    private static let digitsMax = 20

    /// Writes this process's id for whoever comes later. On a full disk there is none, and the lock holds all the same.
    private static func sign(_ descriptor: Int32) {
        let id = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, id, id.count, 0)
    }

    /// The process that has the lock, as far as it can be seen from here: in another container it can't.
    private static func holder(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return "another process" }
        defer { close(descriptor) }
        var digits = [UInt8](repeating: 0, count: digitsMax)
        let count = read(descriptor, &digits, digits.count)
        let text = String(decoding: digits.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard let id = pid_t(text), id > 0, kill(id, 0) == 0 || errno == EPERM else { return "another process" }
        return "process \(id)"
    }
}
