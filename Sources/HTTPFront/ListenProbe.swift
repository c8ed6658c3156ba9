import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FrontConfiguration {
    /// Finds out, without serving, whether a front could run: meant for before there is anything to serve.
    ///
    /// - Throws: `FrontError` if the address or the files for TLS can't be used. Another process may still come first.
    public func check() throws(FrontError) {
        if let tls {
            do throws(TLSProblem) { try tls.check() } catch { throw .unusableTLSFiles(tls, error) }
        }
        do {
            try ListenProbe.bind(try SocketAddress.makeAddressResolvingHost(host, port: port))
        } catch {
            throw .cannotListen(host: host, port: port, ListenProblem(error))
        }
    }
}

extension ListenProblem {
    /// What SwiftNIO, or `ListenProbe`, says of an address.
    init(_ error: any Error) {
        switch error {
        case let problem as ListenProblem: self = problem
        case let error as IOError: self.init(systemError: error.errnoCode)
        case is SocketAddressError.UnknownHost: self = .unknownHost
        default: self = .other("\(error)")
        }
    }

    init(systemError: Int32) {
        switch systemError {
        case EADDRINUSE: self = .inUse
        case EACCES: self = .privileged
        case EADDRNOTAVAIL: self = .notThisMachine
        default: self = .other(String(cString: strerror(systemError)))
        }
    }
}

private enum ListenProbe {
    /// Binds a socket to the address, as a server would, and lets go of it.
    static func bind(_ address: SocketAddress) throws {
        let descriptor = socket(address.protocol.rawValue, stream, 0)
        guard descriptor >= 0 else { throw ListenProblem(systemError: errno) }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let result = address.withSockAddr { pointer, count in Glibc.bind(descriptor, pointer, socklen_t(count)) }
        guard result == 0 else { throw ListenProblem(systemError: errno) }
    }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif
}
