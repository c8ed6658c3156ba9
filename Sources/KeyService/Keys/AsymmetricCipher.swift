import KMSModel
import KeyCrypto

/// Encrypts and decrypts with asymmetric keys. Their ciphertexts are the algorithm's own: they name no key.
enum AsymmetricCipher {
    static func encrypt(
        _ plaintext: [UInt8], under key: Key, _ algorithm: EncryptionAlgorithmSpec, in call: Call
    ) throws(Failure) -> [UInt8] {
        let limit = try plaintextBytesMax(key, algorithm)
        guard plaintext.count <= limit else {
            throw .validation(
                "Algorithm \(algorithm.rawValue) and key spec \(key.record.spec.rawValue) cannot encrypt data larger "
                    + "than \(limit) bytes.")
        }
        let publicKey = try call.keys.publicKey(of: key)
        return try computed { () throws(CryptoError) in
            try publicKey.encrypt(plaintext, AsymmetricEncryptionAlgorithm(algorithm))
        }
    }

    static func decrypt(
        _ ciphertext: [UInt8], under key: Key, _ algorithm: EncryptionAlgorithmSpec, in call: Call
    ) async throws(Failure) -> [UInt8] {
        let privateKey = try await call.keys.privateKey(of: key)
        let decrypted = try await LongComputation.run(with: privateKey, in: call) { (key) throws(CryptoError) in
            try key.decrypt(ciphertext, AsymmetricEncryptionAlgorithm(algorithm))
        }
        guard case .success(let plaintext) = decrypted else { throw .invalidCiphertext }
        return plaintext
    }

    /// RFC 8017, section 7.1.1: the modulus less two hashes and two bytes; for SM2, KMS's own limit.
    private static func plaintextBytesMax(_ key: Key, _ algorithm: EncryptionAlgorithmSpec) throws(Failure) -> Int {
        let modulusBytes: Int
        switch key.record.spec {
        case .rsa2048: modulusBytes = 256
        case .rsa3072: modulusBytes = 384
        case .rsa4096: modulusBytes = 512
        default: return sm2PlaintextBytesMax
        }
        return modulusBytes - 2 * (algorithm == .rsaesOaepSha1 ? 20 : 32) - 2
    }

    private static let sm2PlaintextBytesMax = 1024
}

extension AsymmetricEncryptionAlgorithm {
    /// The two enumerations have the same names, but for the symmetric one.
    init(_ spec: EncryptionAlgorithmSpec) throws(CryptoError) {
        guard let algorithm = AsymmetricEncryptionAlgorithm(rawValue: spec.rawValue) else { throw .notSupported }
        self = algorithm
    }
}
