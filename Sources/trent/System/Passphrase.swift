import KeyCrypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where an operator's passphrase comes from.
enum Passphrase {
    static let variable = "TRENT_ROOT_KEY_PASSPHRASE"
    private static let bytesMax = 4096

    private static let inherited = takeFromEnvironment()

    /// Takes the passphrase out of the environment: afterwards neither the process's variables nor `/proc/PID/environ`
    /// have it.
    static func takeIn() { _ = inherited }

    /// The passphrase that this process was started with.
    /// - Throws: if it can't be used. As if there were none, a first start would make a root key that nothing protects.
    static func given() throws(Failure) -> HeldSecret? {
        if let problem = inherited.problem { throw Failure("\(variable): \(problem)") }
        return inherited.passphrase
    }

    private static func takeFromEnvironment() -> (passphrase: HeldSecret?, problem: String?) {
        guard let value = getenv(variable) else { return (nil, nil) }
        let bytes = UnsafeMutableRawBufferPointer(start: value, count: strlen(value))
        defer {
            wipe(bytes)
            unsetenv(variable)
        }
        guard !bytes.isEmpty else { return (nil, "it is empty: unset it, or give the passphrase") }
        guard bytes.count <= bytesMax else { return (nil, "the passphrase has more than \(bytesMax) bytes") }
        let secret = SecretBytes(count: bytes.count) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
        return (HeldSecret(secret), nil)
    }

    /// The content of a file or pipe without the line end it may end with.
    static func read(_ path: String) throws(Failure) -> HeldSecret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Files.unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Files.unreadable(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw Failure("\(path) is a directory: it must be a file with the passphrase")
        }
        guard isPrivate(status, to: geteuid()) else {
            throw Failure("\(path) can be read by others than its owner: run chmod 600 on it")
        }
        return try read(descriptor, path)
    }

    /// Whether nobody reads the file who was not given it. A file of root's may be given to this process through its
    /// group or an access list, which shows as the group's: so do systemd's credentials and Kubernetes' secrets.
    /// Whatever is no regular file is its maker's business.
    static func isPrivate(_ status: stat, to user: uid_t) -> Bool {
        guard status.st_mode & S_IFMT == S_IFREG else { return true }
        let others = status.st_uid == 0 && user != 0 ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO
        return status.st_mode & others == 0
    }

    private static func read(_ descriptor: Int32, _ path: String) throws(Failure) -> HeldSecret {
        var count = 0
        let buffer = SecretBytes(count: bytesMax + 1) { buffer in
            while count < buffer.count {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                count += got
            }
            if count > 0, buffer[count - 1] == UInt8(ascii: "\n") { count -= 1 }
            if count > 0, buffer[count - 1] == UInt8(ascii: "\r") { count -= 1 }
        }
        guard count > 0 else { throw Failure("\(path) is empty: it must hold the passphrase") }
        guard count <= bytesMax else { throw Failure("the passphrase in \(path) has more than \(bytesMax) bytes") }
        return HeldSecret(
            SecretBytes(count: count) { target in
                buffer.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            })
    }
}
