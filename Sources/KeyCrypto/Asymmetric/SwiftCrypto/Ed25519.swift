import Crypto

/// Ed25519 with swift-crypto; Ed25519ph, over a digest of 64 bytes as its message, with libsodium.
struct Ed25519PrivateKey: NativePrivateKey {
    private let seed: HeldSecret
    private let key: Curve25519.Signing.PrivateKey

    /// `seed`: 32 bytes.
    init(seed: borrowing SecretBytes) throws(CryptoError) {
        let parsed = seed.withUnsafeBytes { try? Curve25519.Signing.PrivateKey(rawRepresentation: $0) }
        guard let parsed else { throw .invalidKey }
        key = parsed
        self.seed = HeldSecret(seed.duplicate())
    }

    func material() -> SecretBytes { seed.bytes.duplicate() }

    func pkcs8() -> SecretBytes { AsymmetricKeySpec.eccNistEdwards25519.pkcs8(seed: seed.bytes) }

    func publicKeyDER() -> [UInt8] {
        AsymmetricKeySpec.eccNistEdwards25519.publicKeyDER(raw: [UInt8](key.publicKey.rawRepresentation))
    }

    func sign(_ input: SigningInput, _ algorithm: SigningAlgorithm) throws(CryptoError) -> [UInt8] {
        switch input {
        case .message(let message):
            guard let signature = try? key.signature(for: message) else { throw .libraryFailure }
            return [UInt8](signature)
        case .digest(let digest): return try Ed25519ph.sign(digest, seed: seed.bytes)
        case .mu: throw .notSupported
        }
    }
}

struct Ed25519PublicKey: NativePublicKey {
    private let key: Curve25519.Signing.PublicKey

    /// `raw`: 32 bytes (RFC 8032, section 5.1.5).
    init(_ raw: [UInt8]) throws(CryptoError) {
        guard let parsed = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else { throw .invalidKey }
        key = parsed
    }

    func verify(
        _ signature: [UInt8], of input: SigningInput, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool {
        switch input {
        case .message(let message): key.isValidSignature(signature, for: message)
        case .digest(let digest):
            Ed25519ph.isValid(signature, of: digest, publicKey: [UInt8](key.rawRepresentation))
        case .mu: throw .notSupported
        }
    }
}
