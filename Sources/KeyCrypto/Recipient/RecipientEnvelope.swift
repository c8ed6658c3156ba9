import COpenSSL
import Crypto

/// What AWS KMS gives back as `CiphertextForRecipient`.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_RecipientInfo.html>
public enum RecipientEnvelope {
    /// More than any operation gives back: 4096 bytes from Decrypt, 2.4 kB of an RSA key from GenerateDataKeyPair.
    public static let plaintextBytesMax = 8192

    private static let blockBytes = 16

    /// Encrypts to the public key of an attestation document: CMS EnvelopedData (BER, as AWS KMS encodes it), one
    /// recipient by RSAES-OAEP with SHA-256, the content under AES-256-CBC with a fresh key.
    ///
    /// `plaintext`: up to `plaintextBytesMax` bytes; `invalidLength` is thrown for more.
    /// `publicKeyDER`: SubjectPublicKeyInfo of an RSA key of 2048, 3072 or 4096 bits; `invalidKey` is thrown otherwise.
    public static func seal(_ plaintext: [UInt8], to publicKeyDER: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard plaintext.count <= plaintextBytesMax else { throw .invalidLength }
        let recipient = try recipient(publicKeyDER)
        var contentKey = try randomBytes(32)
        defer { wipe(&contentKey) }
        let initializationVector = try randomBytes(blockBytes)
        return EnvelopedData(
            keyIdentifier: Array(SHA256.hash(data: publicKeyDER)),
            encryptedKey: try recipient.encrypt(contentKey, .rsaesOaepSha256),
            initializationVector: initializationVector,
            encryptedContent: try encrypt(plaintext, under: contentKey, initializationVector)
        ).contentInfo
    }

    private static func recipient(_ publicKeyDER: [UInt8]) throws(CryptoError) -> PublicKey {
        for spec in [AsymmetricKeySpec.rsa2048, .rsa3072, .rsa4096] {
            if let key = try? PublicKey(spec, der: publicKeyDER) { return key }
        }
        throw .invalidKey
    }

    /// AES-256-CBC with PKCS #7 padding.
    private static func encrypt(
        _ plaintext: [UInt8], under key: [UInt8], _ initializationVector: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        guard let context = EVP_CIPHER_CTX_new() else { throw .libraryFailure }
        defer { EVP_CIPHER_CTX_free(context) }
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count + blockBytes)
        var count: Int32 = 0
        var lastCount: Int32 = 0
        let isEncrypted = ciphertext.withUnsafeMutableBufferPointer { target in
            EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), nil, key, initializationVector) == 1
                && EVP_EncryptUpdate(context, target.baseAddress, &count, plaintext, Int32(plaintext.count)) == 1
                && EVP_EncryptFinal_ex(context, target.baseAddress.map { $0 + Int(count) }, &lastCount) == 1
        }
        guard isEncrypted else { throw .libraryFailure }
        return Array(ciphertext[..<Int(count + lastCount)])
    }

    private static func randomBytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_priv_bytes(&bytes, Int32(count)) == 1 else { throw .libraryFailure }
        return bytes
    }
}
