import CSodium

/// Ed25519ph with an empty context (RFC 8032, section 5.1): the message is hashed with SHA-512 before it is signed.
enum Ed25519ph {
    static let signatureBytes = 64
    private static let isReady = sodium_init() >= 0

    /// `seed`: 32 bytes.
    static func sign(_ message: [UInt8], seed: borrowing SecretBytes) throws(CryptoError) -> [UInt8] {
        guard isReady else { throw .libraryFailure }
        let key = try expanded(seed)
        var state = hashing(message)
        var signature = [UInt8](repeating: 0, count: signatureBytes)
        let isMade = key.withUnsafeBytes { key in
            guard let key = key.bindMemory(to: UInt8.self).baseAddress else { return false }
            return crypto_sign_ed25519ph_final_create(&state, &signature, nil, key) == 0
        }
        guard isMade else { throw .libraryFailure }
        return signature
    }

    /// `publicKey`: 32 bytes.
    static func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard isReady, signature.count == signatureBytes else { return false }
        var state = hashing(message)
        return crypto_sign_ed25519ph_final_verify(&state, signature, publicKey) == 0
    }

    private static func hashing(_ message: [UInt8]) -> crypto_sign_ed25519ph_state {
        var state = crypto_sign_ed25519ph_state()
        crypto_sign_ed25519ph_init(&state)
        crypto_sign_ed25519ph_update(&state, message, UInt64(message.count))
        return state
    }

    /// The seed and the public key, 64 bytes: libsodium's form of a private key.
    private static func expanded(_ seed: borrowing SecretBytes) throws(CryptoError) -> SecretBytes {
        try seed.withUnsafeBytes { seed throws(CryptoError) in
            try SecretBytes(count: 64) { key throws(CryptoError) in
                var publicKey = [UInt8](repeating: 0, count: 32)
                guard let seed = seed.bindMemory(to: UInt8.self).baseAddress,
                    let key = key.bindMemory(to: UInt8.self).baseAddress,
                    crypto_sign_ed25519_seed_keypair(&publicKey, key, seed) == 0
                else { throw .libraryFailure }
            }
        }
    }
}
