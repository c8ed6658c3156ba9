import CSodium

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps what a process has in memory from others: the first thing a command does that touches keys.
public enum ProcessProtection {
    /// No core dump, no debugger or reader of `/proc/PID/mem` without privileges (prctl(2), PR_SET_DUMPABLE), and as
    /// much memory that may be locked as the system allows. The standard streams are open, if only on `/dev/null`.
    /// - Returns: whether the system agreed to leave the process out of dumps.
    @discardableResult
    public static func enable() -> Bool {
        openStandardStreams()
        let isUndumpable = csodium_forbid_dumps() == 0
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        let writesNoCore = setrlimit(RLIMIT_CORE.code, &none) == 0
        raiseLockLimit()
        return isUndumpable && writesNoCore
    }

    /// A process may be started without them. A file of keys opened in the place of one would get what is meant for it.
    private static func openStandardStreams() {
        var descriptor: Int32 = 0
        repeat { descriptor = open("/dev/null", O_RDWR) } while (0...2).contains(descriptor)
        if descriptor > 2 { close(descriptor) }
    }

    private static func raiseLockLimit() {
        var limit = rlimit()
        guard getrlimit(__RLIMIT_MEMLOCK.code, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__RLIMIT_MEMLOCK.code, &limit)
    }
}

extension __rlimit_resource {
    fileprivate var code: __rlimit_resource_t { __rlimit_resource_t(rawValue) }
}
