/// Signing algorithms of KMS.
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html>
public enum SigningAlgorithm: String, CaseIterable, Sendable {
    case rsassaPssSha256 = "RSASSA_PSS_SHA_256"
    case rsassaPssSha384 = "RSASSA_PSS_SHA_384"
    case rsassaPssSha512 = "RSASSA_PSS_SHA_512"
    case rsassaPkcs1V15Sha256 = "RSASSA_PKCS1_V1_5_SHA_256"
    case rsassaPkcs1V15Sha384 = "RSASSA_PKCS1_V1_5_SHA_384"
    case rsassaPkcs1V15Sha512 = "RSASSA_PKCS1_V1_5_SHA_512"
    case ecdsaSha256 = "ECDSA_SHA_256"
    case ecdsaSha384 = "ECDSA_SHA_384"
    case ecdsaSha512 = "ECDSA_SHA_512"
    case sm2dsa = "SM2DSA"
    case mlDsaShake256 = "ML_DSA_SHAKE_256"
    case ed25519Sha512 = "ED25519_SHA_512"
    case ed25519PhSha512 = "ED25519_PH_SHA_512"
}

/// Encryption algorithms of KMS's asymmetric keys.
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html>
public enum AsymmetricEncryptionAlgorithm: String, CaseIterable, Sendable {
    case rsaesOaepSha1 = "RSAES_OAEP_SHA_1"
    case rsaesOaepSha256 = "RSAES_OAEP_SHA_256"
    case sm2pke = "SM2PKE"
}

/// What the bytes handed to sign or verify are.
public enum MessageForm: Sendable {
    /// The message itself.
    case raw
    /// The message's digest under the algorithm's hash; for SM2DSA the hash of the signer's ZA and the message; for
    /// ED25519_PH_SHA_512 any 64 bytes, which are hashed once more.
    case digest
    /// ML-DSA's message representative, 64 bytes (FIPS 204, algorithm 7, line 6).
    case externalMu
}
