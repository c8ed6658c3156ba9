public import KeyCrypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Small files that only their owner may read, read and written without copies in ordinary memory.
public enum SecretFile {
    static let bytesMax = 4096

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func read(_ path: String) throws(RootKeyFileError) -> HeldSecret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing(path) : failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .malformed(path) }
        guard status.st_mode & (S_IRWXG | S_IRWXO) == 0 else { throw .permissions(path) }
        guard (1...bytesMax).contains(Int(status.st_size)) else { throw .malformed(path) }
        return try read(descriptor, count: Int(status.st_size), path)
    }

    private static func read(
        _ descriptor: Int32, count: Int, _ path: String
    ) throws(RootKeyFileError) -> HeldSecret {
        HeldSecret(
            try SecretBytes(count: count) { buffer throws(RootKeyFileError) in
                var done = 0
                while done < count {
                    let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + done }, count - done)
                    if got < 0, errno == EINTR { continue }
                    guard got >= 0 else { throw failure(path) }
                    guard got > 0 else { throw .malformed(path) }
                    done += got
                }
            })
    }

    /// Puts a file in place whole or not at all, with mode 0600, and replaces one of the same name.
    public static func write(_ content: borrowing SecretBytes, to path: String) throws(RootKeyFileError) {
        let partial = path + ".partial"
        try remove(partial)
        do throws(RootKeyFileError) {
            try create(partial, content)
            try rename(partial, to: path)
        } catch {
            unlink(partial)
            throw error
        }
    }

    /// Replaces `target` and brings that to stable storage.
    public static func rename(_ path: String, to target: String) throws(RootKeyFileError) {
        let failed = path.withCString { old in target.withCString { renameat(AT_FDCWD, old, AT_FDCWD, $0) } } != 0
        guard !failed else { throw failure(target) }
        try syncParent(of: target)
    }

    /// Removes a file if there is one, and brings that to stable storage.
    public static func remove(_ path: String) throws(RootKeyFileError) {
        guard unlink(path) != 0 else { return try syncParent(of: path) }
        guard errno == ENOENT else { throw failure(path) }
    }

    private static func create(_ path: String, _ content: borrowing SecretBytes) throws(RootKeyFileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw failure(path) }
        try content.withUnsafeBytes { bytes throws(RootKeyFileError) in
            var done = 0
            while done < bytes.count {
                let put = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if put < 0, errno == EINTR { continue }
                guard put > 0 else { throw failure(path) }
                done += put
            }
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func syncParent(of path: String) throws(RootKeyFileError) {
        let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(parent) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(parent) }
    }

    private static func failure(_ path: String) -> RootKeyFileError { .io(path, String(cString: strerror(errno))) }
}
