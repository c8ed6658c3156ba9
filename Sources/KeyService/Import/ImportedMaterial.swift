import KMSModel
import KeyCrypto

/// Key material that came in, unwrapped and found to be of its key's spec.
struct ImportedMaterial: Sendable {
    let id: KeyMaterialID
    /// In the form in which it is stored.
    let secret: HeldSecret
    /// SubjectPublicKeyInfo in DER; nil if the spec has no key pair.
    let publicKey: [UInt8]?

    /// Unwraps and checks away from the caller's thread, which may serve many connections: to check an RSA key takes
    /// long.
    static func unwrap(
        _ wrapped: [UInt8], _ token: ImportToken, for key: Key
    ) async throws(Failure) -> ImportedMaterial {
        try await LongComputation.elsewhere {
            Result { () throws(Failure) in try ImportedMaterial(unwrapping: wrapped, token, for: key) }
        }.get()
    }

    private init(unwrapping wrapped: [UInt8], _ token: ImportToken, for key: Key) throws(Failure) {
        let plain: HeldSecret
        do throws(CryptoError) {
            plain = HeldSecret(try token.algorithm.unwrap(wrapped, with: token.wrappingKey))
        } catch {
            throw .invalidCiphertext
        }
        try self.init(plain, of: key.record.spec, for: key.binaryID)
    }

    /// What was never wrapped.
    static func parse(
        _ plain: HeldSecret, of spec: KeySpec, for keyID: BinaryKeyID
    ) async throws(Failure) -> ImportedMaterial {
        try await LongComputation.elsewhere {
            Result { () throws(Failure) in try ImportedMaterial(plain, of: spec, for: keyID) }
        }.get()
    }

    private init(_ plain: HeldSecret, of spec: KeySpec, for keyID: BinaryKeyID) throws(Failure) {
        if let lengths = ImportRules.materialBytes(spec) {
            guard lengths.contains(plain.bytes.count) else { throw Self.notOfSpec(spec) }
            secret = plain
            publicKey = nil
        } else {
            let pair = try Self.pair(plain, spec)
            secret = HeldSecret(pair.material())
            publicKey = pair.publicKey.der
        }
        id = KeyMaterialID(of: secret.bytes, keyID: keyID)
    }

    private static func pair(_ plain: HeldSecret, _ spec: KeySpec) throws(Failure) -> PrivateKey {
        do throws(CryptoError) {
            guard let pairSpec = AsymmetricKeySpec(rawValue: spec.rawValue) else { throw .notSupported }
            return try PrivateKey(pairSpec, pkcs8: plain.bytes)
        } catch {
            throw notOfSpec(spec)
        }
    }

    private static func notOfSpec(_ spec: KeySpec) -> Failure {
        .incorrectMaterial("The key material is not a key of the key spec \(spec.rawValue).")
    }
}
