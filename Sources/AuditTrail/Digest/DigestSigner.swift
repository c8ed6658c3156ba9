/// Signs digest files: RSASSA-PKCS1-v1_5 with SHA-256, RSA of 2048 bits.
public protocol DigestSigner: Sendable {
    /// 32 hexadecimal digits, as ListPublicKeys gives it for this key.
    var fingerprint: String { get }

    /// - Returns: the signature of the bytes, 256 bytes.
    func sign(_ bytes: [UInt8]) throws(AuditFailure) -> [UInt8]
}
