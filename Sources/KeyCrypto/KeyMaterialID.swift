/// Names one key material of one KMS key: AWS's `KeyMaterialId`, 64 lower-case hex digits.
///
/// It is HMAC-SHA-256 of the key's id under the material: the same material imported again into the same key has the
/// same id, and the id tells nothing of the material.
public struct KeyMaterialID: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    public static let byteCount = 32

    public init(of material: borrowing SecretBytes, keyID: BinaryKeyID) {
        let message = Array("trent key material id v1".utf8) + keyID.encoded
        bytes = material.withUnsafeBytes { HMACKey.code(under: $0, message.span, Span()) }
    }

    /// `bytes`: 32 bytes.
    /// Gives nil if the number of bytes is another.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// - Parameter hex: 64 hex digits.
    public init?(hex: String) {
        guard let bytes = decodeHex(hex.utf8) else { return nil }
        self.init(bytes: bytes)
    }

    public var hex: String { encodeHex(bytes) }
}
