#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and sockets the process may have open.
enum OpenFiles {
    /// Kept from connections: a server that can't open its own files stops working.
    private static let reserve = 192

    /// As many as the system allows. Many systems give a process 1024 at first, for the sake of programs that are older.
    static func raiseLimit() {
        guard var limit = limits else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
    }

    /// How many connections may be open at once, of so many that are wanted.
    static func connections(wanted: Int) -> Int {
        guard let limit = limits, let files = Int(exactly: limit.rlim_cur) else { return wanted }
        return max(min(wanted, files - reserve), 1)
    }

    private static var limits: rlimit? {
        var limit = rlimit()
        return getrlimit(files, &limit) == 0 ? limit : nil
    }

    #if canImport(Glibc)
        private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let files = RLIMIT_NOFILE
    #endif
}
