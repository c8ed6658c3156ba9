// Room: KeyCrypto, folder Asymmetric (floor 0)
// Holds: every asymmetric and MAC algorithm of KMS, behind PrivateKey, PublicKey, MAC and ImportWrapping: the one place
//        that knows which library does what. Libraries draw their own randomness (keys, nonces, paddings).
// Must not know: key identifiers, policies, states, what a caller may do; nothing outside this folder imports the C
//        modules for these algorithms.
// Go instead: to MessageCipher for symmetric encryption, to KeyService for the rules of the operations.
//
// Library                   does                                      because
// OpenSSL 3 (COpenSSL)      RSA, ECDSA and ECDH on all curves, SM2,   RSA signs 1.8 times faster than in swift-crypto;
//                           PKCS#8 and SPKI of these, HMAC-SHA-224    only it has secp256k1 and SM2
// swift-crypto (Crypto)     Ed25519, ML-KEM, SHA-2, HMAC of 256, 384  the first choice where its public API suffices
//                           and 512 bits
// its BoringSSL             ML-DSA, AES key wrap with padding         swift-crypto's API lacks ML-DSA-44, external mu
// (CCryptoBoringSSL)                                                  and the wrap; all ML-DSA sets share one path
// libsodium (CSodium)       Ed25519ph                                 neither OpenSSL 3.0 nor BoringSSL has it
// none: folder ExternalMu   verifying ML-DSA from an external mu      no library has it; it touches no secret, and is
//                                                                     held to all of Wycheproof's vectors
//
// Threat model: key material is stored and handed out as SecretBytes, in locked memory. A parsed key is not: OpenSSL,
// BoringSSL and swift-crypto keep it on the ordinary heap for as long as its PrivateKey lives, and overwrite it when
// it is freed. Whoever reads the process's memory, its swap or its core dump reads these keys.

/// Key specs of KMS that have a public and a private half.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html>
public enum AsymmetricKeySpec: String, CaseIterable, Sendable {
    case rsa2048 = "RSA_2048"
    case rsa3072 = "RSA_3072"
    case rsa4096 = "RSA_4096"
    case eccNistP256 = "ECC_NIST_P256"
    case eccNistP384 = "ECC_NIST_P384"
    case eccNistP521 = "ECC_NIST_P521"
    case eccSecgP256k1 = "ECC_SECG_P256K1"
    case eccNistEdwards25519 = "ECC_NIST_EDWARDS25519"
    case mlDsa44 = "ML_DSA_44"
    case mlDsa65 = "ML_DSA_65"
    case mlDsa87 = "ML_DSA_87"
    case mlKem768 = "ML_KEM_768"
    case mlKem1024 = "ML_KEM_1024"
    case sm2 = "SM2"

    /// Whether what its private key does takes longer than a call's other work, a tenth of a millisecond.
    public var takesLong: Bool {
        switch self {
        case .rsa2048, .rsa3072, .rsa4096, .eccNistP384, .eccNistP521, .eccSecgP256k1, .mlDsa44, .mlDsa65, .mlDsa87,
            .sm2:
            true
        case .eccNistP256, .eccNistEdwards25519, .mlKem768, .mlKem1024: false
        }
    }

    /// The same for its public key: RSA's is quick.
    public var verifiesLong: Bool { takesLong && family != .rsa }

    enum Family: Sendable { case rsa, ec, sm2, edwards25519, mlDsa, mlKem }

    var family: Family {
        switch self {
        case .rsa2048, .rsa3072, .rsa4096: .rsa
        case .eccNistP256, .eccNistP384, .eccNistP521, .eccSecgP256k1: .ec
        case .sm2: .sm2
        case .eccNistEdwards25519: .edwards25519
        case .mlDsa44, .mlDsa65, .mlDsa87: .mlDsa
        case .mlKem768, .mlKem1024: .mlKem
        }
    }

    /// The algorithms a key of this spec signs with; empty if it never signs.
    public var signingAlgorithms: [SigningAlgorithm] {
        switch self {
        case .rsa2048, .rsa3072, .rsa4096:
            [
                .rsassaPssSha256, .rsassaPssSha384, .rsassaPssSha512,
                .rsassaPkcs1V15Sha256, .rsassaPkcs1V15Sha384, .rsassaPkcs1V15Sha512,
            ]
        case .eccNistP256, .eccSecgP256k1: [.ecdsaSha256]
        case .eccNistP384: [.ecdsaSha384]
        case .eccNistP521: [.ecdsaSha512]
        case .sm2: [.sm2dsa]
        case .eccNistEdwards25519: [.ed25519Sha512, .ed25519PhSha512]
        case .mlDsa44, .mlDsa65, .mlDsa87: [.mlDsaShake256]
        case .mlKem768, .mlKem1024: []
        }
    }

    /// The algorithms a key of this spec encrypts with; empty if it never encrypts.
    public var encryptionAlgorithms: [AsymmetricEncryptionAlgorithm] {
        switch family {
        case .rsa: [.rsaesOaepSha1, .rsaesOaepSha256]
        case .sm2: [.sm2pke]
        case .ec, .edwards25519, .mlDsa, .mlKem: []
        }
    }

    /// Whether two keys of this spec agree on a secret (ECDH).
    public var agreesOnSecrets: Bool {
        switch self {
        case .eccNistP256, .eccNistP384, .eccNistP521, .sm2: true
        default: false
        }
    }
}
