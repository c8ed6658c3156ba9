/// A private key as one library holds it. Any number of threads use it at once.
protocol NativePrivateKey: Sendable {
    /// The form that is stored.
    func material() throws(CryptoError) -> SecretBytes
    func pkcs8() throws(CryptoError) -> SecretBytes
    /// SubjectPublicKeyInfo.
    func publicKeyDER() throws(CryptoError) -> [UInt8]

    func sign(_ input: SigningInput, _ algorithm: SigningAlgorithm) throws(CryptoError) -> [UInt8]
    func decrypt(_ ciphertext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm) throws(CryptoError) -> [UInt8]
    func sharedSecret(with peerPublicKeyDER: [UInt8]) throws(CryptoError) -> [UInt8]
    func decapsulate(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8]
}

extension NativePrivateKey {
    func sign(_ input: SigningInput, _ algorithm: SigningAlgorithm) throws(CryptoError) -> [UInt8] {
        throw .notSupported
    }

    func decrypt(_ ciphertext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm) throws(CryptoError) -> [UInt8] {
        throw .notSupported
    }

    func sharedSecret(with peerPublicKeyDER: [UInt8]) throws(CryptoError) -> [UInt8] { throw .notSupported }

    func decapsulate(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8] { throw .notSupported }
}

/// A public key as one library holds it.
protocol NativePublicKey: Sendable {
    func verify(
        _ signature: [UInt8], of input: SigningInput, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool
    func encrypt(_ plaintext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm) throws(CryptoError) -> [UInt8]
    func encapsulate() throws(CryptoError) -> (sharedSecret: [UInt8], ciphertext: [UInt8])
}

extension NativePublicKey {
    func verify(
        _ signature: [UInt8], of input: SigningInput, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool {
        throw .notSupported
    }

    func encrypt(_ plaintext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm) throws(CryptoError) -> [UInt8] {
        throw .notSupported
    }

    func encapsulate() throws(CryptoError) -> (sharedSecret: [UInt8], ciphertext: [UInt8]) { throw .notSupported }
}
