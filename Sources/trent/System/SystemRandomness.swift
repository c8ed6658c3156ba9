import KeyCrypto
import Records
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The kernel's generator (getentropy(3)). A request needs a few short pieces, and a call of the kernel for each would take
/// longer than to encrypt: short pieces are cut from a supply, of which each byte is overwritten when it is given away.
struct SystemRandomness: Randomness {
    /// How much the kernel gives at once.
    private static let supplyBytes = 256
    private static let shortBytesMax = 64

    private struct Supply {
        var bytes = [UInt8](repeating: 0, count: supplyBytes)
        /// How many of the first bytes are left.
        var left = 0

        /// `buffer`: `shortBytesMax` bytes or fewer.
        mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) {
            bytes.withUnsafeMutableBytes { bytes in
                if left < buffer.count {
                    SystemRandomness.draw(bytes)
                    left = bytes.count
                }
                let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[left - buffer.count..<left])
                buffer.copyMemory(from: UnsafeRawBufferPointer(piece))
                wipe(piece)
                left -= buffer.count
            }
        }
    }

    private static let supply = Mutex(Supply())

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        if buffer.count <= Self.shortBytesMax {
            Self.supply.withLock { $0.fill(buffer) }
        } else {
            Self.draw(buffer)
        }
    }

    private static func draw(_ buffer: UnsafeMutableRawBufferPointer) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let chunk = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(supplyBytes))
            guard let address = chunk.baseAddress, getentropy(address, chunk.count) == 0 else {
                fatalError("the system has no randomness")
            }
            rest = rest.dropFirst(chunk.count)
        }
    }
}
