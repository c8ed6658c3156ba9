#if canImport(Glibc)
    import Glibc
#endif

/// A file with a JWK Set.
struct KeyFile: KeySource {
    let path: String

    func read() async throws(KeySourceError) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw failure("can't be opened") }
        defer { fclose(file) }
        let bytesMax = KeySet.bytesMax
        // One more than may be there, to see whether there is more.
        let bytes = [UInt8](unsafeUninitializedCapacity: bytesMax + 1) { buffer, count in
            count = fread(buffer.baseAddress, 1, bytesMax + 1, file)
        }
        guard ferror(file) == 0 else { throw failure("can't be read") }
        guard bytes.count <= bytesMax else { throw failure("has more than \(bytesMax) bytes") }
        return bytes
    }

    private func failure(_ what: String) -> KeySourceError { KeySourceError("\(path) \(what)") }
}
