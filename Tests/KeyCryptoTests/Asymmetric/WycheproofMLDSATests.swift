import KeyCrypto
import Testing

@Suite("Wycheproof's ML-DSA keys") struct WycheproofMLDSATests {
    struct Group: Decodable {
        struct Test: Decodable {
            var tcId: Int
            var msg: Hex?
            var ctx: Hex?
            var mu: Hex?
            var sig: Hex
            var result: WycheproofResult
        }
        var privateSeed: Hex
        var privateKeyPkcs8: Hex?
        var publicKey: Hex?
        var tests: [Test]
    }

    static let files: [(AsymmetricKeySpec, String)] = [
        (.mlDsa44, "mldsa_44_sign_seed_test"), (.mlDsa65, "mldsa_65_sign_seed_test"),
        (.mlDsa87, "mldsa_87_sign_seed_test"),
    ]

    @Test("have the public keys and encodings they say, and sign messages and mus", arguments: files)
    func keys(spec: AsymmetricKeySpec, file: String) throws {
        for group in try Wycheproof<Group>.groups(in: file) where !group.privateSeed.bytes.isEmpty {
            guard group.privateSeed.bytes.count == 32 else {
                #expect(throws: CryptoError.invalidKey) {
                    try PrivateKey(spec, material: secret(group.privateSeed.bytes))
                }
                continue
            }
            let key = try PrivateKey(spec, material: secret(group.privateSeed.bytes))
            if let publicKey = group.publicKey {
                #expect(key.publicKey.der.suffix(publicKey.bytes.count) == publicKey.bytes[...])
            }
            if let encoded = group.privateKeyPkcs8 { try expectEncoding(encoded.bytes, of: key) }
            for test in group.tests where test.result == .valid { try expectSigning(test, with: key) }
        }
    }

    private func expectEncoding(_ encoded: [UInt8], of key: PrivateKey) throws {
        #expect(try bytes(of: key.pkcs8()) == encoded)
        #expect(try PrivateKey(key.spec, pkcs8: secret(encoded)).publicKey == key.publicKey)
    }

    /// Signing is randomized, so that the signatures differ from the file's; both must verify.
    private func expectSigning(_ test: Group.Test, with key: PrivateKey) throws {
        guard let message = test.msg?.bytes, test.ctx?.bytes.isEmpty ?? true else { return }
        #expect(try key.publicKey.verify(test.sig.bytes, of: message, .raw, .mlDsaShake256), "\(test.tcId)")
        let own = try key.sign(message, .raw, .mlDsaShake256)
        #expect(try key.publicKey.verify(own, of: message, .raw, .mlDsaShake256), "\(test.tcId)")
        guard let mu = test.mu?.bytes else { return }
        let ofMu = try key.sign(mu, .externalMu, .mlDsaShake256)
        #expect(try key.publicKey.verify(ofMu, of: message, .raw, .mlDsaShake256), "\(test.tcId)")
    }
}
