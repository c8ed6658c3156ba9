#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of the system: a sink may wait for long, which a thread of Swift's pool must not.
enum SinkThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// It takes no signals: a write to a pipe that nobody reads is an error, and the process's signals are for others.
    static func start(_ run: @escaping @Sendable () -> Void) throws(Failure) {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        // A new thread begins with what is blocked in the one that made it.
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                argument.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw Failure("cannot start a thread: \(String(cString: strerror(code)))")
        }
        pthread_detach(thread)
    }
}
