import Crypto
import KeyCrypto
import Testing

@Suite("Signing") struct SigningTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var spec: AsymmetricKeySpec
        var algorithm: SigningAlgorithm
        var form: MessageForm
        /// A message of the right length.
        var message: [UInt8]

        var testDescription: String { "\(spec.rawValue) \(algorithm.rawValue) \(form)" }
    }

    static let cases: [Case] = AsymmetricKeySpec.allCases.flatMap { spec in
        spec.signingAlgorithms.flatMap { algorithm in
            var cases: [Case] = []
            if algorithm != .ed25519PhSha512 { cases.append(Case(spec, algorithm, .raw, length: 4096)) }
            if let length = algorithm.digestBytes { cases.append(Case(spec, algorithm, .digest, length: length)) }
            if algorithm == .mlDsaShake256 { cases.append(Case(spec, algorithm, .externalMu, length: 64)) }
            return cases
        }
    }

    @Test("A signature verifies with its own key, message and signature bytes, and with no others", arguments: cases)
    func roundTrip(tested: Case) throws {
        let key = try TestKeys.key(tested.spec)
        let signature = try key.sign(tested.message, tested.form, tested.algorithm)
        func isValid(_ signature: [UInt8], _ message: [UInt8], by key: PublicKey) throws -> Bool {
            try key.verify(signature, of: message, tested.form, tested.algorithm)
        }
        #expect(try isValid(signature, tested.message, by: key.publicKey))
        #expect(try isValid(signature, tested.message, by: PublicKey(tested.spec, der: key.publicKey.der)))
        #expect(try !isValid(signature, tested.message.changed, by: key.publicKey))
        #expect(try !isValid(signature.changed, tested.message, by: key.publicKey))
        #expect(try !isValid(signature + [0], tested.message, by: key.publicKey))
        #expect(try !isValid(signature.dropLast(), tested.message, by: key.publicKey))
        #expect(try !isValid([], tested.message, by: key.publicKey))
    }

    @Test("An empty message is signed like any other", arguments: cases.filter { $0.form == .raw })
    func emptyMessage(tested: Case) throws {
        let key = try TestKeys.key(tested.spec)
        let signature = try key.sign([], .raw, tested.algorithm)
        #expect(try key.publicKey.verify(signature, of: [], .raw, tested.algorithm))
    }

    @Test("A message and its digest have the same signatures", arguments: cases.filter { $0.form == .digest })
    func digestOfMessage(tested: Case) throws {
        guard let digest = digest(of: tested.message, tested.algorithm) else { return }
        let key = try TestKeys.key(tested.spec)
        let signature = try key.sign(tested.message, .raw, tested.algorithm)
        #expect(try key.publicKey.verify(signature, of: digest, .digest, tested.algorithm))
    }

    /// The hash of RSA and ECDSA, nil for the algorithms that hash more than the message.
    private func digest(of message: [UInt8], _ algorithm: SigningAlgorithm) -> [UInt8]? {
        if algorithm == .sm2dsa || algorithm == .ed25519PhSha512 { return nil }
        return switch algorithm.digestBytes {
        case 32: Array(SHA256.hash(data: message))
        case 48: Array(SHA384.hash(data: message))
        default: Array(SHA512.hash(data: message))
        }
    }

    @Test("Digests and mus of other lengths are refused", arguments: cases.filter { $0.form != .raw })
    func lengths(tested: Case) throws {
        let key = try TestKeys.key(tested.spec)
        for message in [[], Array(tested.message.dropLast()), tested.message + [0]] {
            #expect(throws: CryptoError.invalidLength) { try key.sign(message, tested.form, tested.algorithm) }
            #expect(throws: CryptoError.invalidLength) {
                try key.publicKey.verify([], of: message, tested.form, tested.algorithm)
            }
        }
    }

    @Test("Algorithms and forms that don't fit the key are refused", arguments: AsymmetricKeySpec.allCases)
    func unsupported(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        let supported = Self.cases.filter { $0.spec == spec }.map(\.testDescription)
        for algorithm in SigningAlgorithm.allCases {
            for form in [MessageForm.raw, .digest, .externalMu] {
                let tested = Case(spec, algorithm, form, length: algorithm.digestBytes ?? 64)
                guard !supported.contains(tested.testDescription) else { continue }
                #expect(throws: CryptoError.notSupported) { try key.sign(tested.message, form, algorithm) }
                #expect(throws: CryptoError.notSupported) {
                    try key.publicKey.verify([], of: tested.message, form, algorithm)
                }
            }
        }
    }

    @Test("Threads use one key at once", arguments: cases.filter { $0.form == .raw })
    func threads(tested: Case) async throws {
        let key = try TestKeys.key(tested.spec)
        let verdicts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    let message = tested.message + [UInt8(number)]
                    let signature = try key.sign(message, .raw, tested.algorithm)
                    return try key.publicKey.verify(signature, of: message, .raw, tested.algorithm)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts == [Bool](repeating: true, count: 16))
    }
}

extension SigningTests.Case {
    init(_ spec: AsymmetricKeySpec, _ algorithm: SigningAlgorithm, _ form: MessageForm, length: Int) {
        var generator = Generator(seed: UInt64(length))
        self.init(spec: spec, algorithm: algorithm, form: form, message: generator.bytes(length))
    }
}

extension [UInt8] {
    /// One bit in the middle flipped.
    var changed: [UInt8] {
        var changed = self
        changed[count / 2] ^= 1
        return changed
    }
}
