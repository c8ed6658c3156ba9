#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Wakes a thread that waits, from any thread and without ever waiting for it. A signal that comes first is not lost.
final class WakeUp: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() throws(Failure) {
        var ends: [Int32] = [-1, -1]
        let flags = SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | flags), 0, &ends) == 0 else {
            throw Failure("cannot open a pair of sockets: \(String(cString: strerror(errno)))")
        }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        close(writing)
    }

    func signal() {
        var byte: UInt8 = 1
        // One that is full wakes just as well.
        _ = write(writing, &byte, 1)
    }

    /// Returns at the next signal, or after `milliseconds`; nil waits for a signal alone.
    func wait(milliseconds: Int32? = nil) {
        var wanted = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, milliseconds ?? -1) > 0 else { return }
        var taken = [UInt8](repeating: 0, count: 64)
        while read(reading, &taken, taken.count) > 0 {}
    }
}
