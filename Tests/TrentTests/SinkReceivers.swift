@testable import trent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A pipe whose reading end is closed with it. The other one is not: a sink's thread may still have it.
final class Pipe {
    let reading: Int32
    let writing: Int32
    private var isReadingOpen = true

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure("no pipe") }
        reading = ends[0]
        writing = ends[1]
    }

    deinit { closeReading() }

    func closeReading() {
        if isReadingOpen { close(reading) }
        isReadingOpen = false
    }

    /// Waits for as many bytes.
    func read(count: Int) -> String {
        var bytes: [UInt8] = []
        var got = [UInt8](repeating: 0, count: count)
        while bytes.count < count {
            let more = Glibc.read(reading, &got, count - bytes.count)
            guard more > 0 else { break }
            bytes += got.prefix(more)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The other end of a syslog sink. What does not come within a minute is missing.
final class Receiver {
    private let descriptor: Int32
    private let port: UInt16

    /// Of a socket with a port.
    var address: ListenAddress {
        get throws {
            guard let address = ListenAddress("127.0.0.1:\(port)") else { throw Failure("no address") }
            return address
        }
    }

    private init(_ descriptor: Int32, port: UInt16 = 0) {
        self.descriptor = descriptor
        self.port = port
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    static func udp() throws -> Receiver { try bound(Int32(SOCK_DGRAM.rawValue)) }

    static func tcp() throws -> Receiver {
        let receiver = try bound(Int32(SOCK_STREAM.rawValue))
        guard listen(receiver.descriptor, 4) == 0 else { throw Failure("cannot listen") }
        return receiver
    }

    static func unix(_ path: String) throws -> Receiver {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let receiver = Receiver(socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(receiver.descriptor, $0, size) }
        }
        guard code == 0 else { throw Failure("cannot bind \(path)") }
        return receiver
    }

    private static func bound(_ type: Int32) throws -> Receiver {
        let descriptor = socket(AF_INET, type, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) + getsockname(descriptor, pointer, &size)
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw Failure("cannot bind")
        }
        return Receiver(descriptor, port: UInt16(bigEndian: address.sin_port))
    }

    func accept() -> Receiver? {
        let accepted = Glibc.accept(descriptor, nil, nil)
        return accepted < 0 ? nil : Receiver(accepted)
    }

    /// One datagram.
    func receive() -> String? {
        var bytes = [UInt8](repeating: 0, count: 1 << 17)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// One message of a stream: its length, a space, and as many bytes.
    func receiveFrame() -> String? {
        var length = 0
        while let byte = bytes(1)?.first, byte != UInt8(ascii: " ") {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            length = length * 10 + Int(byte - 0x30)
        }
        return bytes(length).map { String(decoding: $0, as: UTF8.self) }
    }

    private func bytes(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(descriptor, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }
}
