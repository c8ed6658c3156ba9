#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Since 1970, for signatures.
func epochSecondsNow() -> Int64 { Int64(time(nil)) }

/// The CPU time of another process.
enum ProcessClock {
    /// User and system time since it started, in microseconds; counted in hundredths of a second.
    static func cpuMicroseconds(of pid: Int32) throws(LoadError) -> UInt64 {
        let ticksPerSecond = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        guard let text = contents("/proc/\(pid)/stat"), let ticks = ticks(in: text) else { throw .unknownProcess(pid) }
        return ticks * 1_000_000 / ticksPerSecond
    }

    /// `utime` and `stime`, the 14th and 15th field (proc_pid_stat(5)). The second is the program's name in parentheses, in
    /// which anything may stand.
    static func ticks(in stat: String) -> UInt64? {
        guard let nameEnd = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[nameEnd...].split(separator: " ")
        guard fields.count > 13, let user = UInt64(fields[12]), let system = UInt64(fields[13]) else { return nil }
        return user + system
    }

    private static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        // The file is shorter, and the kernel gives it whole.
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
