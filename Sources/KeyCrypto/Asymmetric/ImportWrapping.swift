/// How key material is wrapped on its way into KMS.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html>
public enum ImportWrapping: String, CaseIterable, Sendable {
    case rsaesOaepSha1 = "RSAES_OAEP_SHA_1"
    case rsaesOaepSha256 = "RSAES_OAEP_SHA_256"
    case rsaAesKeyWrapSha1 = "RSA_AES_KEY_WRAP_SHA_1"
    case rsaAesKeyWrapSha256 = "RSA_AES_KEY_WRAP_SHA_256"
    case sm2pke = "SM2PKE"

    /// Throws `notAuthentic` if the bytes were not wrapped in this way for this key, `notSupported` if the key can't
    /// unwrap in this way.
    public func unwrap(_ wrapped: [UInt8], with key: PrivateKey) throws(CryptoError) -> SecretBytes {
        switch self {
        case .rsaesOaepSha1: try Self.decrypt(wrapped[...], .rsaesOaepSha1, key)
        case .rsaesOaepSha256: try Self.decrypt(wrapped[...], .rsaesOaepSha256, key)
        case .sm2pke: try Self.decrypt(wrapped[...], .sm2pke, key)
        case .rsaAesKeyWrapSha1: try Self.unwrapTwice(wrapped, .rsaesOaepSha1, key)
        case .rsaAesKeyWrapSha256: try Self.unwrapTwice(wrapped, .rsaesOaepSha256, key)
        }
    }

    /// RSA-OAEP(AES-256 key) ‖ AES-KWP(material).
    private static func unwrapTwice(
        _ wrapped: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm, _ key: PrivateKey
    ) throws(CryptoError) -> SecretBytes {
        guard let bits = key.spec.modulusBits else { throw .notSupported }
        let wrappingKey = try decrypt(wrapped.prefix(bits / 8), algorithm, key)
        guard wrappingKey.count == 32 else { throw .notAuthentic }
        return try AESKeyWrap.unwrap(wrapped.dropFirst(bits / 8), with: wrappingKey)
    }

    private static func decrypt(
        _ wrapped: ArraySlice<UInt8>, _ algorithm: AsymmetricEncryptionAlgorithm, _ key: PrivateKey
    ) throws(CryptoError) -> SecretBytes {
        var bytes = try key.decrypt([UInt8](wrapped), algorithm)
        guard (1...SecretBytes.bytesMax).contains(bytes.count) else {
            wipe(&bytes)
            throw .notAuthentic
        }
        return SecretBytes(consuming: &bytes)
    }
}
