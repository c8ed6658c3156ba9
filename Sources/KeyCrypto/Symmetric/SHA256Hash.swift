import Crypto

/// SHA-256 (FIPS 180-4): 32 bytes.
///
/// Not by way of `SHA256.hash(data:)`, whose generic code is not made for bytes in a row and takes longer than to hash a
/// short message.
public func sha256(_ bytes: Span<UInt8>) -> [UInt8] {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize().withUnsafeBytes { Array($0) }
}
