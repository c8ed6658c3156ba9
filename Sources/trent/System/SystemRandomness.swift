import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The kernel's generator (getentropy(3)).
struct SystemRandomness: Randomness {
    private static let chunkBytesMax = 256

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let chunk = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(Self.chunkBytesMax))
            guard let address = chunk.baseAddress, getentropy(address, chunk.count) == 0 else {
                fatalError("the system has no randomness")
            }
            rest = rest.dropFirst(chunk.count)
        }
    }
}
