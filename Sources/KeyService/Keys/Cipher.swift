import KMSModel
import KeyCrypto

/// Encrypts under a key of any kind.
enum Cipher {
    struct Sealed {
        var ciphertext: [UInt8]
        /// Nil for asymmetric keys.
        var materialID: KeyMaterialID?
    }

    static func encrypt(
        _ plaintext: [UInt8], under key: Key, _ algorithm: EncryptionAlgorithmSpec?, context: StringMap?, in call: Call
    ) async throws(Failure) -> Sealed {
        guard let algorithm, algorithm != .symmetricDefault else {
            let sealed = try await SymmetricCipher.encrypt(plaintext, under: key, context: context, in: call)
            return Sealed(ciphertext: sealed.blob, materialID: sealed.materialID)
        }
        return Sealed(ciphertext: try AsymmetricCipher.encrypt(plaintext, under: key, algorithm, in: call))
    }

    /// Only symmetric encryption authenticates a context.
    static func checkContext(_ context: StringMap?, _ algorithm: EncryptionAlgorithmSpec?) throws(Failure) {
        guard let algorithm, algorithm != .symmetricDefault, let context, !context.isEmpty else { return }
        throw .validation("The EncryptionContext is not supported with the algorithm \(algorithm.rawValue).")
    }
}
