import KeyCrypto

@testable import trent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A directory that is removed, with the files in it, when the test lets go of it.
final class Directory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/trent-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failure("no temporary directory") }
        path = String(cString: made)
    }

    deinit {
        for name in names { unlink(self / name) }
        rmdir(path)
    }

    static func / (directory: Directory, name: String) -> String { "\(directory.path)/\(name)" }

    /// The names of its files, sorted.
    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            withUnsafeBytes(of: entry.pointee.d_name) { name in
                names.append(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
            }
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    func remove(_ name: String) { unlink(self / name) }

    @discardableResult
    func put(_ text: String, _ name: String, mode: mode_t = 0o600) -> String {
        let bytes = Array(text.utf8)
        let descriptor = open(self / name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = write(descriptor, bytes, bytes.count)
        fchmod(descriptor, mode)
        close(descriptor)
        return self / name
    }

    func text(_ name: String) -> String {
        guard let file = fopen(self / name, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        return stat(self / name, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

func settings(
    _ flags: [Setting: String] = [:], environment: [String: String] = [:], file: String? = nil
) throws -> ServeSettings {
    try ServeSettings(SettingValues(flags: flags, environment: environment, file: file))
}

func text(_ secret: HeldSecret?) -> String? {
    secret?.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}
