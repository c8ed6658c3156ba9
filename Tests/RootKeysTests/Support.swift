import KeyCrypto
import Records

@testable import RootKeys

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A directory that is removed when the test lets go of it.
final class Directory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/root-keys-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failed() }
        path = String(cString: made)
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    struct Failed: Error {}

    var place: RootKeyPlace { RootKeyPlace(path) }

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

    func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    func put(_ bytes: [UInt8], at path: String, mode: mode_t = 0o600) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = write(descriptor, bytes, bytes.count)
        fchmod(descriptor, mode)
        close(descriptor)
    }

    func mode(of path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

func passphrase(_ text: String) -> HeldSecret {
    var bytes = Array(text.utf8)
    return HeldSecret(SecretBytes(consuming: &bytes))
}

struct TestRandomness: Randomness {
    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var generator = SystemRandomNumberGenerator()
        for index in buffer.indices { buffer[index] = UInt8.random(in: 0...255, using: &generator) }
    }
}

let randomness = TestRandomness()

/// A store with a domain key under this root key.
func store(under rootKey: any RootKey) async throws -> InMemoryRecordStore {
    let store = InMemoryRecordStore()
    _ = try await RecordSealer(store: store, rootKey: rootKey, randomness: randomness)
    return store
}

extension RootKeyPlace {
    /// As rotations make it, but with a passphrase that costs little.
    func makeCheaply(at place: KeyPath<RootKeyPlace, String>, _ passphrase: HeldSecret?) throws -> LocalRootKey {
        try make(at: place, passphrase: passphrase, cost: .least, randomness: randomness)
    }
}
