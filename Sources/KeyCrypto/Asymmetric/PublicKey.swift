import Crypto

/// The public half of an asymmetric key.
public struct PublicKey: Sendable {
    public let spec: AsymmetricKeySpec
    /// SubjectPublicKeyInfo; curves by name, points uncompressed.
    public let der: [UInt8]
    private let native: any NativePublicKey

    /// `der`: SubjectPublicKeyInfo in exactly the form that `der` has; throws `invalidKey` for anything else: another
    /// spec, another encoding, a point that is not on the curve.
    public init(_ spec: AsymmetricKeySpec, der: [UInt8]) throws(CryptoError) {
        self.spec = spec
        self.der = der
        native =
            switch spec {
            case .rsa2048, .rsa3072, .rsa4096, .eccNistP256, .eccNistP384, .eccNistP521, .eccSecgP256k1, .sm2:
                try EVPKey(spec, publicDER: der)
            case .eccNistEdwards25519: try Ed25519PublicKey(spec.rawPublicKey(from: der))
            case .mlDsa44: try MLDSAPublicKey<MLDSA44>(spec.rawPublicKey(from: der))
            case .mlDsa65: try MLDSAPublicKey<MLDSA65>(spec.rawPublicKey(from: der))
            case .mlDsa87: try MLDSAPublicKey<MLDSA87>(spec.rawPublicKey(from: der))
            case .mlKem768: try MLKEMPublicKey<MLKEM768>(spec.rawPublicKey(from: der))
            case .mlKem1024: try MLKEMPublicKey<MLKEM1024>(spec.rawPublicKey(from: der))
            }
    }

    /// Whether the signature is right; a malformed one is not.
    ///
    /// Throws as `PrivateKey.sign` does.
    public func verify(
        _ signature: [UInt8], of message: [UInt8], _ form: MessageForm, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool {
        guard spec.signingAlgorithms.contains(algorithm) else { throw .notSupported }
        return try native.verify(signature, of: algorithm.input(message, form), algorithm)
    }

    /// Throws `invalidLength` if the plaintext is too long for the key.
    public func encrypt(
        _ plaintext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm
    ) throws(CryptoError) -> [UInt8] {
        guard spec.encryptionAlgorithms.contains(algorithm) else { throw .notSupported }
        return try native.encrypt(plaintext, algorithm)
    }

    /// ML-KEM: a new shared secret of 32 bytes, and the ciphertext from which the private key's owner gets it.
    public func encapsulate() throws(CryptoError) -> (sharedSecret: [UInt8], ciphertext: [UInt8]) {
        try native.encapsulate()
    }
}

extension PublicKey: Hashable {
    public static func == (one: PublicKey, other: PublicKey) -> Bool { one.spec == other.spec && one.der == other.der }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(spec)
        hasher.combine(der)
    }
}
