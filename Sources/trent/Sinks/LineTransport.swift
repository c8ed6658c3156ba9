import AuditTrail

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Records as lines of JSON on an open descriptor, several in one write(2).
final class LineTransport: SinkTransport {
    let batchBytesMax = 64 << 10
    /// How long one look lasts whether there is room again.
    private static let patienceMilliseconds: Int32 = 10_000
    private let descriptor: Int32
    /// A piece of a line got out, and the rest of it did not.
    private var isInLine = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    func open() throws(SinkError) {}

    func close() {}

    /// A reader that is slow is waited for, as long as it is there; one that is gone does not come back.
    func send(_ entries: ArraySlice<AuditEntry>) throws(SinkError) {
        let newline = UInt8(ascii: "\n")
        var rest = ((isInLine ? [newline] : []) + entries.flatMap { $0.json + [newline] })[...]
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if put > 0 {
                isInLine = rest[rest.startIndex + put - 1] != newline
                rest = rest.dropFirst(put)
            } else if put < 0, errno == EAGAIN {
                waitForRoom()
            } else if put < 0, errno != EINTR {
                throw SinkError(systemCall: "write", isFinal: errno != ENOSPC)
            }
        }
    }

    /// For streams that were made non-blocking by whoever else has them.
    private func waitForRoom() {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wanted, 1, Self.patienceMilliseconds)
    }
}

extension SinkError {
    /// What `errno` says.
    init(systemCall: String, isFinal: Bool = false) {
        self.init(cause: "\(systemCall): \(String(cString: strerror(errno)))", isFinal: isFinal)
    }
}
