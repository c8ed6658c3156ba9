import CCryptoBoringSSL

enum MLDSA {
    static let muBytes = 64
}

/// A private key of ML-DSA: the seed, and what BoringSSL expands it to. Messages are signed with the empty context
/// (FIPS 204, algorithm 2); a mu already contains one.
final class MLDSAPrivateKey<Parameters: MLDSAParameterSet>: NativePrivateKey, @unchecked Sendable {
    private let seed: SecretBytes
    private let key: UnsafeMutablePointer<Parameters.Private>

    /// `seed`: 32 bytes.
    init(seed: borrowing SecretBytes) throws(CryptoError) {
        self.seed = seed.duplicate()
        key = .allocate(capacity: 1)
        key.initialize(to: Parameters.emptyPrivate)
        let status = seed.withUnsafeBytes { [key] in
            Parameters.expand(key, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
        }
        guard status == 1 else { throw .invalidKey }
    }

    deinit {
        wipe(UnsafeMutableRawBufferPointer(start: key, count: MemoryLayout<Parameters.Private>.size))
        key.deallocate()
    }

    func material() -> SecretBytes { seed.duplicate() }

    func pkcs8() -> SecretBytes { Parameters.spec.pkcs8(seed: seed) }

    func publicKeyDER() throws(CryptoError) -> [UInt8] {
        var half = Parameters.emptyPublic
        guard Parameters.publicHalf(&half, key) == 1 else { throw .libraryFailure }
        var raw = [UInt8](repeating: 0, count: Parameters.publicKeyBytes)
        let written = raw.withUnsafeMutableBufferPointer { target in
            var writer = CBB()
            return CCryptoBoringSSL_CBB_init_fixed(&writer, target.baseAddress, target.count) == 1
                && Parameters.marshal(&writer, &half) == 1
        }
        guard written else { throw .libraryFailure }
        return Parameters.spec.publicKeyDER(raw: raw)
    }

    func sign(_ input: SigningInput, _ algorithm: SigningAlgorithm) throws(CryptoError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Parameters.signatureBytes)
        let status =
            switch input {
            case .message(let message): Parameters.sign(&signature, key, message, message.count, nil, 0)
            case .mu(let mu): Parameters.signMu(&signature, key, mu)
            case .digest: throw .notSupported
            }
        guard status == 1 else { throw .libraryFailure }
        return signature
    }
}

struct MLDSAPublicKey<Parameters: MLDSAParameterSet>: NativePublicKey, @unchecked Sendable {
    private let key: Parameters.Public
    private let raw: [UInt8]

    init(_ raw: [UInt8]) throws(CryptoError) {
        var parsed = Parameters.emptyPublic
        let isParsed = raw.withUnsafeBufferPointer { bytes in
            var reader = CBS()
            CCryptoBoringSSL_CBS_init(&reader, bytes.baseAddress, bytes.count)
            return Parameters.parse(&parsed, &reader) == 1 && CCryptoBoringSSL_CBS_len(&reader) == 0
        }
        guard isParsed else { throw .invalidKey }
        key = parsed
        self.raw = raw
    }

    func verify(
        _ signature: [UInt8], of input: SigningInput, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool {
        switch input {
        case .message(let message):
            withUnsafePointer(to: key) {
                Parameters.verify($0, signature, signature.count, message, message.count, nil, 0) == 1
            }
        case .mu(let mu): try MLDSAMuVerifier(raw, Parameters.numbers).isValid(signature, mu: mu)
        case .digest: throw .notSupported
        }
    }
}
