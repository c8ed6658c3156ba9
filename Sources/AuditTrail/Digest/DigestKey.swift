public import KeyCrypto

/// An RSA key of 2048 bits that signs digest files.
public struct DigestKey: DigestSigner {
    public let publicKey: DigestPublicKey
    private let key: PrivateKey

    public var fingerprint: String { publicKey.fingerprint }

    private init(_ key: PrivateKey) throws(CryptoError) {
        self.key = key
        publicKey = try DigestPublicKey(spki: key.publicKey.der)
    }

    /// A new key; takes some tenths of a second.
    public static func generate() throws(CryptoError) -> DigestKey { try DigestKey(PrivateKey.generate(.rsa2048)) }

    /// `material`: what `material()` gave.
    public init(material: borrowing SecretBytes) throws(CryptoError) {
        try self.init(PrivateKey(.rsa2048, material: material))
    }

    /// The form that is stored.
    public func material() -> SecretBytes { key.material() }

    public func sign(_ bytes: [UInt8]) throws(AuditFailure) -> [UInt8] {
        do {
            return try key.sign(bytes, .raw, .rsassaPkcs1V15Sha256)
        } catch { throw AuditFailure("a digest file can't be signed: \(error)") }
    }
}

/// The public half, as ListPublicKeys gives it
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PublicKey.html).
public struct DigestPublicKey: Hashable, Sendable {
    /// RSAPublicKey, DER (RFC 8017, appendix A.1.1).
    public let pkcs1: [UInt8]
    /// 32 hexadecimal digits, the first half of the SHA-256 of `pkcs1`: AWS does not say how it makes its own, only how
    /// long they are.
    public let fingerprint: String
    private let key: PublicKey

    /// `spki`: SubjectPublicKeyInfo of an RSA key of 2048 bits with the exponent 65537.
    public init(spki: [UInt8]) throws(CryptoError) {
        guard spki.starts(with: Self.spkiPrefix) else { throw .invalidKey }
        key = try PublicKey(.rsa2048, der: spki)
        pkcs1 = Array(spki.dropFirst(Self.spkiPrefix.count))
        fingerprint = String(ContentHash.hex(pkcs1).prefix(32))
    }

    public init(pkcs1: [UInt8]) throws(CryptoError) { try self.init(spki: Self.spkiPrefix + pkcs1) }

    /// Whether the signature is this key's of the bytes.
    public func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        (try? key.verify(signature, of: bytes, .raw, .rsassaPkcs1V15Sha256)) ?? false
    }

    /// SEQUENCE, the algorithm rsaEncryption with NULL, and the head of the BIT STRING: always the same, since keys of
    /// 2048 bits with the exponent 65537 are all equally long.
    private static let spkiPrefix: [UInt8] = [
        0x30, 0x82, 0x01, 0x22, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05,
        0x00,
        0x03, 0x82, 0x01, 0x0F, 0x00,
    ]
}
