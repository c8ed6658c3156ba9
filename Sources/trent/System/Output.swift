#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The standard streams, unbuffered: a line is out when the call returns, whole, whatever reads it.
enum Output {
    case standardOutput
    case standardError

    func line(_ line: String) { write(Array(line.utf8) + [UInt8(ascii: "\n")]) }

    func write(_ bytes: [UInt8]) {
        let descriptor: Int32 = self == .standardOutput ? 1 : 2
        var rest = bytes[...]
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if put < 0, errno == EINTR { continue }
            // Nobody reads it any more.
            guard put > 0 else { return }
            rest = rest.dropFirst(put)
        }
    }
}
