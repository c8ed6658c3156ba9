import KMSModel
import KeyCrypto
import Records

/// Encrypts and decrypts under a symmetric encryption key.
enum SymmetricCipher {
    struct Sealed {
        var blob: [UInt8]
        var materialID: KeyMaterialID
    }

    /// `plaintext`: 1 to 4096 bytes.
    static func encrypt(
        _ plaintext: [UInt8], under key: Key, context: StringMap?, in call: Call
    ) async throws(Failure) -> Sealed {
        let (materialID, material) = try await call.keys.currentMaterial(of: key)
        let blob = CiphertextBlob.seal(
            plaintext, account: key.accountNumber, keyID: key.binaryID, materialID: materialID, with: material.bytes,
            context: canonical(context), fresh: call.randomness.bytes(MessageCipher.freshBytes))
        return Sealed(blob: blob, materialID: materialID)
    }

    static func decrypt(
        _ blob: CiphertextBlob, under key: Key, context: StringMap?, in call: Call
    ) async throws(Failure) -> [UInt8] {
        guard let material = try await call.keys.material(blob.materialID, of: key) else { throw .invalidCiphertext }
        do throws(CryptoError) {
            return try blob.open(with: material.bytes, context: canonical(context))
        } catch {
            throw .invalidCiphertext
        }
    }

    private static func canonical(_ context: StringMap?) -> CanonicalContext {
        guard let context, !context.isEmpty else { return .empty }
        return CanonicalContext(context.pairs.map { ($0.key, $0.value) })
    }
}
