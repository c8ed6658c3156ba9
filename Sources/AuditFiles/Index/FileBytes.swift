internal import AuditTrail

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// An open file that is read from any place.
final class FileBytes {
    private let descriptor: Int32
    let path: String

    /// - Returns: nil if there is no such file.
    init?(_ path: String) throws(AuditFailure) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        self.path = path
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw AuditFailure("\(path) can't be opened: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// In bytes, as it is now.
    func count() throws(AuditFailure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("can't be looked at") }
        return Int(status.st_size)
    }

    /// Reads at `offset`, less than asked for only at the file's end.
    func read(at offset: Int, count: Int) throws(AuditFailure) -> [UInt8] {
        var cause: AuditFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            filled = 0
            while filled < count {
                let got = pread(
                    descriptor, target.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { cause = failure("can't be read") }
                guard got > 0 else { break }
                filled += got
            }
        }
        if let cause { throw cause }
        return bytes
    }

    private func failure(_ what: String) -> AuditFailure {
        AuditFailure("\(path) \(what): \(String(cString: strerror(errno)))")
    }
}
