import KeyCrypto
import Testing

@Suite("Shared secrets") struct AgreementTests {
    static let agreeing = AsymmetricKeySpec.allCases.filter(\.agreesOnSecrets)

    @Test("Both sides of ECDH get the same secret, as long as the curve's field", arguments: agreeing)
    func ecdh(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        let peer = try PrivateKey.generate(spec)
        let shared = try key.sharedSecret(with: peer.publicKey.der)
        #expect(try peer.sharedSecret(with: key.publicKey.der) == shared)
        #expect(shared.count == [.eccNistP384: 48, .eccNistP521: 66][spec, default: 32])
    }

    @Test("A peer's key of another curve, off the curve or undecodable is refused", arguments: agreeing)
    func badPeers(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        for other in AsymmetricKeySpec.allCases where other != spec {
            let der = try TestKeys.key(other).publicKey.der
            #expect(throws: CryptoError.invalidKey, "\(other)") { try key.sharedSecret(with: der) }
        }
        let der = key.publicKey.der
        var offTheCurve = der
        offTheCurve[der.count - 1] ^= 1
        for bad in [offTheCurve, der + [0], der.dropLast(), []] {
            #expect(throws: CryptoError.invalidKey) { try key.sharedSecret(with: bad) }
        }
    }

    @Test("Keys that don't agree on secrets say so", arguments: AsymmetricKeySpec.allCases)
    func notAgreeing(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        if !spec.agreesOnSecrets {
            #expect(throws: CryptoError.notSupported) { try key.sharedSecret(with: key.publicKey.der) }
        }
        if !Self.encapsulating.contains(where: { $0.0 == spec }) {
            #expect(throws: CryptoError.notSupported) { try key.publicKey.encapsulate() }
            #expect(throws: CryptoError.notSupported) { try key.decapsulate([1]) }
        }
    }

    static let encapsulating = [(AsymmetricKeySpec.mlKem768, 1088), (.mlKem1024, 1568)]

    @Test("ML-KEM: what is encapsulated is decapsulated", arguments: encapsulating)
    func mlKem(spec: AsymmetricKeySpec, ciphertextBytes: Int) throws {
        let key = try TestKeys.key(spec)
        let (shared, ciphertext) = try PublicKey(spec, der: key.publicKey.der).encapsulate()
        #expect(shared.count == 32)
        #expect(ciphertext.count == ciphertextBytes)
        #expect(try key.decapsulate(ciphertext) == shared)
        #expect(try key.publicKey.encapsulate().sharedSecret != shared)
    }

    @Test("ML-KEM: a ciphertext that nobody made gives another secret, always the same", arguments: encapsulating)
    func implicitRejection(spec: AsymmetricKeySpec, ciphertextBytes: Int) throws {
        let key = try TestKeys.key(spec)
        let (shared, ciphertext) = try key.publicKey.encapsulate()
        let rejected = try key.decapsulate(ciphertext.changed)
        #expect(rejected != shared)
        #expect(rejected.count == 32)
        #expect(try key.decapsulate(ciphertext.changed) == rejected)
        #expect(throws: CryptoError.invalidLength) { try key.decapsulate(ciphertext.dropLast()) }
        #expect(throws: CryptoError.invalidLength) { try key.decapsulate(ciphertext + [0]) }
    }
}
