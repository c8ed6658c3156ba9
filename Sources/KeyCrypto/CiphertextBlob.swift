/// What Encrypt and GenerateDataKey give back, format 1. `docs/ciphertext-format.md` is its specification.
///
///     offset  bytes
///          0      1  format: 1
///          1      1  suite: 1 = AES-256-GCM, a key for each message by HKDF-Expand-SHA-256
///          2      1  kind of key id: 0 single-Region (UUID), 1 multi-Region (mrk-)
///          3      6  account, as a big-endian number
///          9     16  key id
///         25     32  key material id
///         57      4  check: the first bytes of SHA-256 over offsets 0 to 56
///         61     16  salt      ┐
///         77     12  nonce     │ the box of MessageCipher
///         89      n  ciphertext│
///       89+n     16  tag       ┘
///
/// Associated data: the first 61 bytes, then the encryption context in its canonical encoding.
public struct CiphertextBlob: Sendable {
    public let account: UInt64
    public let keyID: BinaryKeyID
    public let materialID: KeyMaterialID
    private let bytes: [UInt8]

    static let headerBytes = 61
    private static let checkOffset = 57
    private static let label = "trent ciphertext v1"
    private static let format: UInt8 = 1
    private static let suite: UInt8 = 1

    /// How much longer a blob is than its plaintext.
    public static let overheadBytes = headerBytes + MessageCipher.overheadBytes

    /// Reads a blob's header. Nothing in it is authentic before `open` succeeds.
    /// - Throws: `notAuthentic` if this is no blob of a known format or its header was changed by accident.
    public init(parsing bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count >= Self.overheadBytes, bytes[0] == Self.format, bytes[1] == Self.suite,
            let kind = BinaryKeyID.Kind(rawValue: bytes[2]), let keyID = BinaryKeyID(kind: kind, bytes: bytes[9..<25]),
            let materialID = KeyMaterialID(bytes: bytes[25..<57]),
            Self.check(bytes[..<Self.checkOffset]).elementsEqual(bytes[Self.checkOffset..<Self.headerBytes])
        else { throw .notAuthentic }
        account = bytes[3..<9].reduce(0) { $0 << 8 | UInt64($1) }
        self.keyID = keyID
        self.materialID = materialID
        self.bytes = bytes
    }

    /// `material`: the key material named by `materialID`.
    /// Gives the plaintext.
    public func open(
        with material: borrowing SecretBytes, context: CanonicalContext
    ) throws(CryptoError) -> [UInt8] {
        try MessageCipher.open(
            bytes[Self.headerBytes...], under: material, label: Self.label,
            associatedData: bytes[..<Self.headerBytes] + context.bytes)
    }

    /// `account`: the key's account, below 2^48.
    /// `fresh`: `MessageCipher.freshBytes` random bytes.
    /// Gives the blob, `overheadBytes` longer than the plaintext.
    public static func seal(
        _ plaintext: [UInt8], account: UInt64, keyID: BinaryKeyID, materialID: KeyMaterialID,
        with material: borrowing SecretBytes, context: CanonicalContext, fresh: [UInt8]
    ) -> [UInt8] {
        var header: [UInt8] = [format, suite]
        header.reserveCapacity(overheadBytes + plaintext.count)
        header.append(keyID.kind.rawValue)
        for shift in stride(from: UInt64(40), through: 0, by: -8) {
            header.append(UInt8(truncatingIfNeeded: account >> shift))
        }
        header += keyID.bytes
        header += materialID.bytes
        header += check(header[...])
        return header
            + MessageCipher.seal(
                plaintext, under: material, label: label, associatedData: header + context.bytes, fresh: fresh)
    }

    private static func check(_ header: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        sha256(header.span).prefix(headerBytes - checkOffset)
    }
}
