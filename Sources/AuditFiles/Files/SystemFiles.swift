public import AuditTrail

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system's files.
public struct SystemFiles: FileAccess {
    public init() {}

    public func makeDirectory(_ path: String) throws(AuditFailure) -> Bool {
        if mkdir(path, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw Self.failure("can't make \(path)") }
        return false
    }

    public func create(_ path: String) throws(AuditFailure) -> FileHandle {
        try opened(path, O_RDWR | O_CREAT | O_EXCL)
    }

    public func open(_ path: String) throws(AuditFailure) -> FileHandle? {
        exists(path) ? try opened(path, O_RDWR) : nil
    }

    private func opened(_ path: String, _ flags: Int32) throws(AuditFailure) -> FileHandle {
        let descriptor = Self.open(path, flags)
        guard descriptor >= 0 else { throw Self.failure("can't open \(path)") }
        return FileHandle(id: descriptor)
    }

    public func close(_ file: FileHandle) { Self.close(file.id) }

    public func write(_ bytes: [UInt8], to file: FileHandle, at offset: Int64) throws(AuditFailure) {
        let isWritten = bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let put = pwrite(
                    file.id, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset) + off_t(done))
                if put < 0, errno == EINTR { continue }
                guard put > 0 else { return false }
                done += put
            }
            return true
        }
        if !isWritten { throw Self.failure("can't write") }
    }

    public func truncate(_ file: FileHandle, to length: Int64) throws(AuditFailure) {
        guard ftruncate(file.id, off_t(length)) == 0 else { throw Self.failure("can't cut a file") }
    }

    public func sync(_ file: FileHandle) throws(AuditFailure) {
        #if os(Linux)
            let result = fdatasync(file.id)
        #else
            let result = fsync(file.id)
        #endif
        guard result == 0 else { throw Self.failure("can't sync") }
    }

    public func syncDirectory(_ path: String) throws(AuditFailure) {
        let descriptor = Self.open(path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw Self.failure("can't open \(path)") }
        defer { Self.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure("can't sync \(path)") }
    }

    public func rename(_ path: String, to target: String) throws(AuditFailure) {
        let failed = path.withCString { old in target.withCString { renameat(AT_FDCWD, old, AT_FDCWD, $0) } } != 0
        if failed { throw Self.failure("can't rename \(path)") }
    }

    public func link(_ path: String, to target: String) throws(AuditFailure) {
        let failed = path.withCString { old in target.withCString { linkat(AT_FDCWD, old, AT_FDCWD, $0, 0) } } != 0
        if failed { throw Self.failure("can't link \(path)") }
    }

    public func remove(_ path: String) throws(AuditFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure("can't remove \(path)") }
    }

    public func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    public func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    public func list(_ path: String) throws(AuditFailure) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw Self.failure("can't list \(path)")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    public func read(_ path: String) throws(AuditFailure) -> [UInt8]? {
        let descriptor = Self.open(path, O_RDONLY)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.failure("can't open \(path)")
        }
        defer { Self.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("can't look at \(path)") }
        return try Self.read(descriptor, from: 0, count: Int(status.st_size))
    }

    /// What is there of a range; less at the file's end.
    static func read(_ descriptor: Int32, from offset: Int64, count: Int) throws(AuditFailure) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            done = 0
            while done < count {
                let got = pread(
                    descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset) + off_t(done))
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                guard got > 0 else { return }
                done += got
            }
        }
        if failed { throw failure("can't read") }
        return bytes
    }

    static func open(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #elseif canImport(Musl)
            Musl.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #else
            Darwin.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #endif
    }

    static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #elseif canImport(Musl)
            Musl.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }

    private static func failure(_ what: String) -> AuditFailure {
        AuditFailure("\(what): \(String(cString: strerror(errno)))")
    }
}
