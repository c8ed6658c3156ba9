import CCryptoBoringSSL
import KeyCrypto
import Testing

@Suite("Encryption with public keys") struct EncryptionTests {
    /// The longest plaintext: the modulus less twice the hash less 2 (RFC 8017, section 7.1.1).
    static let cases: [(AsymmetricKeySpec, AsymmetricEncryptionAlgorithm, Int)] = [
        (.rsa2048, .rsaesOaepSha1, 214), (.rsa2048, .rsaesOaepSha256, 190),
        (.rsa3072, .rsaesOaepSha1, 342), (.rsa3072, .rsaesOaepSha256, 318),
        (.rsa4096, .rsaesOaepSha1, 470), (.rsa4096, .rsaesOaepSha256, 446),
        (.sm2, .sm2pke, 1024),
    ]

    @Test("Plaintexts of every length up to the longest come back", arguments: cases)
    func roundTrip(spec: AsymmetricKeySpec, algorithm: AsymmetricEncryptionAlgorithm, longest: Int) throws {
        let key = try TestKeys.key(spec)
        var generator = Generator(seed: 1)
        for length in [1, 2, 32, 33, longest] {
            let plaintext = generator.bytes(length)
            let ciphertext = try key.publicKey.encrypt(plaintext, algorithm)
            #expect(try key.decrypt(ciphertext, algorithm) == plaintext)
        }
    }

    @Test("RSA refuses a plaintext of one byte more", arguments: cases.filter { $0.0 != .sm2 })
    func tooLong(spec: AsymmetricKeySpec, algorithm: AsymmetricEncryptionAlgorithm, longest: Int) throws {
        let publicKey = try TestKeys.key(spec).publicKey
        let plaintext = [UInt8](repeating: 7, count: longest + 1)
        #expect(throws: CryptoError.invalidLength) { try publicKey.encrypt(plaintext, algorithm) }
    }

    @Test("What was changed, cut or made for another key is not authentic", arguments: cases)
    func tampering(spec: AsymmetricKeySpec, algorithm: AsymmetricEncryptionAlgorithm, longest: Int) throws {
        let key = try TestKeys.key(spec)
        let ciphertext = try key.publicKey.encrypt([1, 2, 3], algorithm)
        let stranger = try PrivateKey.generate(spec == .sm2 ? .sm2 : .rsa2048)
        for bad in [ciphertext.changed, ciphertext.dropLast(), [], [UInt8](repeating: 0, count: ciphertext.count)] {
            #expect(throws: CryptoError.notAuthentic) { try key.decrypt(bad, algorithm) }
        }
        #expect(throws: CryptoError.notAuthentic) { try stranger.decrypt(ciphertext, algorithm) }
    }

    @Test("Keys and algorithms that don't fit each other are refused", arguments: AsymmetricKeySpec.allCases)
    func unsupported(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        for algorithm in AsymmetricEncryptionAlgorithm.allCases where !spec.encryptionAlgorithms.contains(algorithm) {
            #expect(throws: CryptoError.notSupported) { try key.publicKey.encrypt([1], algorithm) }
            #expect(throws: CryptoError.notSupported) { try key.decrypt([1], algorithm) }
        }
    }

    @Test("Key material comes out of each wrapping", arguments: ImportWrapping.allCases)
    func importWrapping(wrapping: ImportWrapping) throws {
        let key = try TestKeys.key(wrapping == .sm2pke ? .sm2 : .rsa4096)
        var generator = Generator(seed: 2)
        for length in [16, 32, wrapping.takesLongMaterial ? 2400 : 64] {
            let material = generator.bytes(length)
            let wrapped = try wrapping.wrap(material, for: key.publicKey)
            #expect(try bytes(of: wrapping.unwrap(wrapped, with: key)) == material)
            for bad: [UInt8] in [wrapped.changed, wrapped.dropLast(), Array(wrapped.dropLast(8)), [], [1]] {
                #expect(throws: CryptoError.notAuthentic) { try bytes(of: wrapping.unwrap(bad, with: key)) }
            }
        }
    }

    @Test("A key that can't unwrap in this way is refused", arguments: ImportWrapping.allCases)
    func wrongWrappingKey(wrapping: ImportWrapping) throws {
        let key = try TestKeys.key(wrapping == .sm2pke ? .rsa2048 : .sm2)
        #expect(throws: CryptoError.notSupported) {
            try bytes(of: wrapping.unwrap([UInt8](repeating: 1, count: 512), with: key))
        }
    }
}

extension ImportWrapping {
    fileprivate var takesLongMaterial: Bool { self == .rsaAesKeyWrapSha1 || self == .rsaAesKeyWrapSha256 }

    /// What the owner of the material does.
    fileprivate func wrap(_ material: [UInt8], for key: PublicKey) throws -> [UInt8] {
        let wrappingKey = [UInt8](repeating: 5, count: 32)
        switch self {
        case .rsaesOaepSha1: return try key.encrypt(material, .rsaesOaepSha1)
        case .rsaesOaepSha256: return try key.encrypt(material, .rsaesOaepSha256)
        case .sm2pke: return try key.encrypt(material, .sm2pke)
        case .rsaAesKeyWrapSha1: return try key.encrypt(wrappingKey, .rsaesOaepSha1) + padded(material, wrappingKey)
        case .rsaAesKeyWrapSha256:
            return try key.encrypt(wrappingKey, .rsaesOaepSha256) + padded(material, wrappingKey)
        }
    }

    private func padded(_ material: [UInt8], _ key: [UInt8]) throws -> [UInt8] {
        var schedule = AES_KEY()
        var wrapped = [UInt8](repeating: 0, count: material.count + 15)
        var length = 0
        try #require(CCryptoBoringSSL_AES_set_encrypt_key(key, 256, &schedule) == 0)
        try #require(
            CCryptoBoringSSL_AES_wrap_key_padded(
                &schedule, &wrapped, &length, wrapped.count, material, material.count) == 1)
        return Array(wrapped[..<length])
    }
}
