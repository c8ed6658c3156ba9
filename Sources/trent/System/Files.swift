#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

enum Files {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// A whole file or pipe of at most `bytesMax` bytes.
    static func read(_ path: String, bytesMax: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= bytesMax {
            let got = part.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw unreadable(path) }
            if got == 0 { return bytes }
            bytes += part[..<got]
        }
        throw Failure("\(path) has more than \(bytesMax) bytes")
    }

    /// What the last call of the system says of a file.
    static func unreadable(_ path: String) -> Failure {
        Failure("\(path) can't be read: \(String(cString: strerror(errno)))")
    }

    /// The path from the root, whether there is such a file or not.
    static func absolute(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }
}
