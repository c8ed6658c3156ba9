/// CMS EnvelopedData (RFC 5652, section 6) for one recipient, in the encoding that AWS KMS answers with.
///
/// It is BER, not DER: the four outer layers have indefinite lengths, and the encrypted content is a constructed
/// string. That is no matter of taste. The reader in AWS's own Nitro Enclaves SDK steps into these layers only if their
/// lengths are indefinite, and asks for version 2 of both structures, that is for a `subjectKeyIdentifier`.
struct EnvelopedData {
    /// SHA-256 of the recipient's SubjectPublicKeyInfo.
    let keyIdentifier: [UInt8]
    /// The content key under RSAES-OAEP.
    let encryptedKey: [UInt8]
    let initializationVector: [UInt8]
    /// Under AES-256-CBC.
    let encryptedContent: [UInt8]

    private static let version: UInt8 = 2

    var contentInfo: [UInt8] {
        let envelopedData = BER.indefinite(
            0x30, BER.integer(Self.version) + BER.set(recipientInfo) + encryptedContentInfo)
        return BER.indefinite(0x30, ObjectIdentifier.envelopedData + BER.indefinite(0xA0, envelopedData))
    }

    private var recipientInfo: [UInt8] {
        BER.sequence(
            BER.integer(Self.version) + BER.element(0x80, keyIdentifier) + Self.rsaesOAEP
                + BER.octetString(encryptedKey))
    }

    private var encryptedContentInfo: [UInt8] {
        let algorithm = BER.sequence(ObjectIdentifier.aes256CBC + BER.octetString(initializationVector))
        return BER.indefinite(
            0x30, ObjectIdentifier.data + algorithm + BER.indefinite(0xA0, BER.octetString(encryptedContent)))
    }

    /// RSAES-OAEP with SHA-256 and MGF1 with SHA-256 (RFC 8017, appendix A.2.1).
    private static let rsaesOAEP: [UInt8] = {
        let sha256 = BER.sequence(ObjectIdentifier.sha256 + BER.null)
        let mgf1 = BER.sequence(ObjectIdentifier.mgf1 + sha256)
        return BER.sequence(
            ObjectIdentifier.rsaesOAEP + BER.sequence(BER.element(0xA0, sha256) + BER.element(0xA1, mgf1)))
    }()
}

/// Object identifiers, encoded.
private enum ObjectIdentifier {
    private static let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01]
    private static let nistAlgorithm: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04]

    /// 1.2.840.113549.1.7.1
    static let data = BER.objectIdentifier(pkcs + [7, 1])
    /// 1.2.840.113549.1.7.3
    static let envelopedData = BER.objectIdentifier(pkcs + [7, 3])
    /// 1.2.840.113549.1.1.7
    static let rsaesOAEP = BER.objectIdentifier(pkcs + [1, 7])
    /// 1.2.840.113549.1.1.8
    static let mgf1 = BER.objectIdentifier(pkcs + [1, 8])
    /// 2.16.840.1.101.3.4.2.1
    static let sha256 = BER.objectIdentifier(nistAlgorithm + [2, 1])
    /// 2.16.840.1.101.3.4.1.42
    static let aes256CBC = BER.objectIdentifier(nistAlgorithm + [1, 42])
}
