import Crypto

extension MLKEM768: MLKEMParameterSet {
    static let spec = AsymmetricKeySpec.mlKem768
    static let ciphertextBytes = 1088

    static func privateKey(seed: UnsafeRawBufferPointer) throws -> PrivateKey {
        try PrivateKey(seedRepresentation: seed, publicKey: nil)
    }

    static func publicKey(of key: PrivateKey) -> [UInt8] { [UInt8](key.publicKey.rawRepresentation) }

    static func decapsulate(_ ciphertext: [UInt8], with key: PrivateKey) throws -> SymmetricKey {
        try key.decapsulate(ciphertext)
    }

    static func publicKey(raw: [UInt8]) throws -> PublicKey { try PublicKey(rawRepresentation: raw) }

    static func encapsulate(to key: PublicKey) throws -> KEM.EncapsulationResult { try key.encapsulate() }
}

extension MLKEM1024: MLKEMParameterSet {
    static let spec = AsymmetricKeySpec.mlKem1024
    static let ciphertextBytes = 1568

    static func privateKey(seed: UnsafeRawBufferPointer) throws -> PrivateKey {
        try PrivateKey(seedRepresentation: seed, publicKey: nil)
    }

    static func publicKey(of key: PrivateKey) -> [UInt8] { [UInt8](key.publicKey.rawRepresentation) }

    static func decapsulate(_ ciphertext: [UInt8], with key: PrivateKey) throws -> SymmetricKey {
        try key.decapsulate(ciphertext)
    }

    static func publicKey(raw: [UInt8]) throws -> PublicKey { try PublicKey(rawRepresentation: raw) }

    static func encapsulate(to key: PublicKey) throws -> KEM.EncapsulationResult { try key.encapsulate() }
}
