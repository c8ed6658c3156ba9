import Crypto

/// The private half of an asymmetric key, parsed once and used from any number of threads.
public final class PrivateKey: Sendable {
    public let spec: AsymmetricKeySpec
    public let publicKey: PublicKey
    private let native: any NativePrivateKey

    private init(_ spec: AsymmetricKeySpec, _ native: any NativePrivateKey) throws(CryptoError) {
        self.spec = spec
        self.native = native
        publicKey = try PublicKey(spec, der: native.publicKeyDER())
    }

    /// A new key; RSA's public exponent is 65537.
    ///
    /// Takes milliseconds, but RSA: up to seconds at 4096 bits.
    public static func generate(_ spec: AsymmetricKeySpec) throws(CryptoError) -> PrivateKey {
        switch spec.family {
        case .rsa, .ec, .sm2: try PrivateKey(spec, EVPKey.generate(spec))
        case .edwards25519, .mlDsa, .mlKem: try PrivateKey(spec, material: .fresh(count: spec.seedBytes))
        }
    }

    /// `material`: what `material()` gave; it is trusted, since it was checked when it came into being.
    public convenience init(_ spec: AsymmetricKeySpec, material: borrowing SecretBytes) throws(CryptoError) {
        switch spec {
        case .rsa2048, .rsa3072, .rsa4096, .eccNistP256, .eccNistP384, .eccNistP521, .eccSecgP256k1, .sm2:
            try self.init(spec, EVPKey(spec, pkcs8: material))
        case .eccNistEdwards25519: try self.init(spec, Ed25519PrivateKey(seed: material))
        case .mlDsa44: try self.init(spec, MLDSAPrivateKey<MLDSA44>(seed: material))
        case .mlDsa65: try self.init(spec, MLDSAPrivateKey<MLDSA65>(seed: material))
        case .mlDsa87: try self.init(spec, MLDSAPrivateKey<MLDSA87>(seed: material))
        case .mlKem768: try self.init(spec, MLKEMPrivateKey<MLKEM768>(seed: material))
        case .mlKem1024: try self.init(spec, MLKEMPrivateKey<MLKEM1024>(seed: material))
        }
    }

    /// Takes a key from outside: DER, without anything after it, of exactly this spec, and sound (RSA: primes,
    /// exponents and modulus fit each other; curves: the public point belongs to the private number). ML-DSA and
    /// ML-KEM: only the form that holds the seed alone (RFC 9881, RFC 9935).
    public convenience init(_ spec: AsymmetricKeySpec, pkcs8: borrowing SecretBytes) throws(CryptoError) {
        switch spec.family {
        case .rsa, .ec, .sm2:
            let key = try EVPKey(spec, pkcs8: pkcs8)
            try key.checkNumbers()
            try self.init(spec, key)
        case .edwards25519, .mlDsa, .mlKem: try self.init(spec, material: spec.seed(fromPKCS8: pkcs8))
        }
    }

    /// The form that is stored: PKCS#8 DER for RSA, the curves and SM2; the seed for Ed25519 (32 bytes), ML-DSA (32)
    /// and ML-KEM (64).
    public func material() -> SecretBytes {
        do {
            return try native.material()
        } catch {
            preconditionFailure("no memory to encode a key")
        }
    }

    /// PKCS#8 DER; for ML-DSA and ML-KEM the form that holds the seed alone.
    public func pkcs8() throws(CryptoError) -> SecretBytes { try native.pkcs8() }

    /// ECDSA and SM2DSA give DER, the others the signature's bytes.
    ///
    /// Throws `notSupported` if algorithm, form and key don't fit each other, `invalidLength` for a digest or mu of
    /// another length than the algorithm's.
    public func sign(
        _ message: [UInt8], _ form: MessageForm, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> [UInt8] {
        guard spec.signingAlgorithms.contains(algorithm) else { throw .notSupported }
        return try native.sign(algorithm.input(message, form), algorithm)
    }

    /// Throws `notAuthentic` for whatever is no ciphertext of this key's public half.
    public func decrypt(
        _ ciphertext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm
    ) throws(CryptoError) -> [UInt8] {
        guard spec.encryptionAlgorithms.contains(algorithm) else { throw .notSupported }
        return try native.decrypt(ciphertext, algorithm)
    }

    /// ECDH: the x coordinate of the shared point, as long as the curve's field.
    ///
    /// Throws `invalidKey` if the peer's key can't be decoded, is of another curve or is no point of it.
    public func sharedSecret(with peerPublicKeyDER: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard spec.agreesOnSecrets else { throw .notSupported }
        return try native.sharedSecret(with: peerPublicKeyDER)
    }

    /// ML-KEM: the shared secret, 32 bytes; for a ciphertext of the right length that nobody made, 32 other bytes
    /// (implicit rejection, FIPS 203, algorithm 18).
    public func decapsulate(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8] { try native.decapsulate(ciphertext) }
}
