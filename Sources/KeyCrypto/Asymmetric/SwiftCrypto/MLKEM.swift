import Crypto

/// What swift-crypto's two parameter sets of ML-KEM have in common (FIPS 203).
protocol MLKEMParameterSet: Sendable {
    associatedtype Private: Sendable
    associatedtype Public: Sendable

    static var spec: AsymmetricKeySpec { get }
    static var ciphertextBytes: Int { get }
    static func privateKey(seed: UnsafeRawBufferPointer) throws -> Private
    static func publicKey(of key: Private) -> [UInt8]
    static func decapsulate(_ ciphertext: [UInt8], with key: Private) throws -> SymmetricKey
    static func publicKey(raw: [UInt8]) throws -> Public
    static func encapsulate(to key: Public) throws -> KEM.EncapsulationResult
}

struct MLKEMPrivateKey<Parameters: MLKEMParameterSet>: NativePrivateKey {
    private let seed: HeldSecret
    private let key: Parameters.Private

    /// `seed`: 64 bytes, d ‖ z.
    init(seed: borrowing SecretBytes) throws(CryptoError) {
        let parsed = seed.withUnsafeBytes { try? Parameters.privateKey(seed: $0) }
        guard let parsed else { throw .invalidKey }
        key = parsed
        self.seed = HeldSecret(seed.duplicate())
    }

    func material() -> SecretBytes { seed.bytes.duplicate() }

    func pkcs8() -> SecretBytes { Parameters.spec.pkcs8(seed: seed.bytes) }

    func publicKeyDER() -> [UInt8] { Parameters.spec.publicKeyDER(raw: Parameters.publicKey(of: key)) }

    func decapsulate(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard ciphertext.count == Parameters.ciphertextBytes else { throw .invalidLength }
        guard let secret = try? Parameters.decapsulate(ciphertext, with: key) else { throw .libraryFailure }
        return secret.withUnsafeBytes { [UInt8]($0) }
    }
}

struct MLKEMPublicKey<Parameters: MLKEMParameterSet>: NativePublicKey {
    private let key: Parameters.Public

    init(_ raw: [UInt8]) throws(CryptoError) {
        guard let parsed = try? Parameters.publicKey(raw: raw) else { throw .invalidKey }
        key = parsed
    }

    func encapsulate() throws(CryptoError) -> (sharedSecret: [UInt8], ciphertext: [UInt8]) {
        guard let result = try? Parameters.encapsulate(to: key) else { throw .libraryFailure }
        return (result.sharedSecret.withUnsafeBytes { [UInt8]($0) }, [UInt8](result.encapsulated))
    }
}
