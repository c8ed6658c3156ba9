#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connected socket that is only written to. Closed with its last reference.
final class SyslogSocket {
    /// How long connecting, and one write, may take.
    private static let patienceSeconds = 10
    /// How often the other side is looked at, if it keeps sending.
    private static let looksMax = 16
    private let descriptor: Int32

    private init(family: Int32, type: Int32) throws(SinkError) {
        descriptor = socket(family, type | Self.closeOnExec, 0)
        guard descriptor >= 0 else { throw SinkError(systemCall: "socket") }
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        // Linux has it for connect(2) too.
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    static func connected(to address: SinkAddress) throws(SinkError) -> SyslogSocket {
        switch address {
        case .udp(let remote): try connected(to: remote, type: datagram)
        case .tcp(let remote): try connected(to: remote, type: stream)
        case .unix(let path): try connected(toPath: path)
        case .standardOutput: throw SinkError(cause: "the standard output is no socket", isFinal: true)
        }
    }

    // MARK: Writing

    func sendAll(_ bytes: [UInt8]) throws(SinkError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Self.noSignal) }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw SinkError(systemCall: "send") }
            rest = rest.dropFirst(put)
        }
    }

    /// - Returns: false if it is too long for a datagram.
    func sendOne(_ bytes: [UInt8]) throws(SinkError) -> Bool {
        while true {
            let put = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Self.noSignal) }
            if put >= 0 { return true }
            switch errno {
            case EINTR: continue
            case EMSGSIZE: return false
            default: throw SinkError(systemCall: "send")
            }
        }
    }

    /// Whether the other side has ended the connection: what is written then is lost. What it has sent is
    /// thrown away; nothing is expected.
    var isClosedByPeer: Bool {
        var got = [UInt8](repeating: 0, count: 1024)
        for _ in 0..<Self.looksMax {
            let count = recv(descriptor, &got, got.count, Self.noWaiting)
            if count > 0 || (count < 0 && errno == EINTR) { continue }
            return count == 0 || errno != EAGAIN
        }
        return false
    }

    // MARK: Connecting

    private static func connected(to remote: ListenAddress, type: Int32) throws(SinkError) -> SyslogSocket {
        var hints = addrinfo()
        hints.ai_socktype = type
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(remote.host, String(remote.port), &hints, &found)
        guard code == 0 else { throw SinkError(cause: "\(remote.host): \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(found) }
        var failure = SinkError(cause: "\(remote.host) has no address")
        var next = found
        while let info = next?.pointee {
            do throws(SinkError) {
                let socket = try SyslogSocket(family: info.ai_family, type: type)
                try socket.connect(info.ai_addr, info.ai_addrlen)
                return socket
            } catch {
                failure = error
            }
            next = info.ai_next
        }
        throw failure
    }

    private static func connected(toPath path: String) throws(SinkError) -> SyslogSocket {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(SinkAddress.pathBytesMax)) }
        let socket = try SyslogSocket(family: AF_UNIX, type: datagram)
        try withUnsafePointer(to: &address) { pointer throws(SinkError) in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer throws(SinkError) in
                try socket.connect(pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return socket
    }

    private func connect(_ address: UnsafePointer<sockaddr>?, _ length: socklen_t) throws(SinkError) {
        guard let address, Glibc.connect(descriptor, address, length) == 0 else {
            // A connect that ran out of time.
            throw errno == EINPROGRESS ? SinkError(cause: "connect: no answer") : SinkError(systemCall: "connect")
        }
    }

    private static var stream: Int32 { Int32(SOCK_STREAM.rawValue) }
    private static var datagram: Int32 { Int32(SOCK_DGRAM.rawValue) }
    private static var closeOnExec: Int32 { Int32(SOCK_CLOEXEC.rawValue) }
    private static var noSignal: Int32 { Int32(MSG_NOSIGNAL) }
    private static var noWaiting: Int32 { Int32(MSG_DONTWAIT) }
}
