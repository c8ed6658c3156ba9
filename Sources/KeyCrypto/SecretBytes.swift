// Room: KeyCrypto (floor 0)
// Holds: key material in locked memory, the sealing of messages, the ciphertext format.
// Must not know: what a KMS key is beyond its identifiers, who may use it, where it is stored; no clock, no randomness
//        of its own (callers hand fresh bytes in).
// Go instead: to Records for sealed records, to KeyService for the life of a key.

#if canImport(Glibc)
    import Glibc
#endif

/// Bytes that nobody else may see: in memory that is locked against swapping, left out of core dumps, and
/// overwritten when the value ends. Not copyable: whoever needs them borrows them.
public struct SecretBytes: ~Copyable, @unchecked Sendable {
    public let count: Int
    private let slot: LockedMemory.Slot

    /// `count`: the number of bytes, 1 to `SecretBytes.bytesMax`.
    /// `initialize`: fills the bytes, which begin as zeros.
    public init<E: Error>(count: Int, _ initialize: (UnsafeMutableRawBufferPointer) throws(E) -> Void) throws(E) {
        precondition((1...SecretBytes.bytesMax).contains(count), "a secret has 1 to \(SecretBytes.bytesMax) bytes")
        self.count = count
        slot = LockedMemory.shared.allocate(count)
        try initialize(UnsafeMutableRawBufferPointer(start: slot.address, count: count))
    }

    /// Takes the bytes over: the source is overwritten with zeros.
    public init(consuming source: inout [UInt8]) {
        self.init(count: source.count) { target in
            source.withUnsafeMutableBytes { bytes in
                target.copyMemory(from: UnsafeRawBufferPointer(bytes))
                wipe(bytes)
            }
        }
        source = []
    }

    public static let bytesMax = 8192

    public borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: slot.address, count: count))
    }

    deinit {
        wipe(UnsafeMutableRawBufferPointer(start: slot.address, count: count))
        LockedMemory.shared.free(slot)
    }
}

/// A secret that several owners share; it is overwritten when the last lets go of it.
public final class HeldSecret: Sendable {
    public let bytes: SecretBytes

    public init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}

/// Overwrites memory with zeros in a way that the compiler may not leave out.
public func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let address = bytes.baseAddress else { return }
    explicit_bzero(address, bytes.count)
}

/// Overwrites an array's bytes with zeros and empties it.
public func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { wipe($0) }
    bytes = []
}
