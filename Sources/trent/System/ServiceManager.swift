#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// systemd, if it started this process and waits to be told that the server serves (sd_notify(3), `Type=notify`).
enum ServiceManager {
    /// Says that requests are taken from now on. Without a service manager, or if it does not listen, nothing happens.
    static func tellReady() {
        guard let path = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }) else { return }
        tellReady(socket: path)
    }

    /// `path` is absolute, as systemd's own is; names of other kinds (abstract, vsock) are left alone.
    static func tellReady(socket path: String) {
        guard path.hasPrefix("/"), path.utf8.count <= SinkAddress.pathBytesMax else { return }
        let socket = try? SyslogSocket.connected(to: .unix(path: path))
        try? socket?.sendAll(Array("READY=1".utf8))
    }
}
