import Testing

@testable import KeyCrypto

/// The one algorithm that is written in this house: it must agree with BoringSSL on every vector.
@Suite("Verifying ML-DSA from an external mu") struct ExternalMuTests {
    @Test("agrees with all of Wycheproof's vectors", arguments: WycheproofSignatureTests.lattices)
    func wycheproof(vectors: WycheproofSignatureTests.Vectors) throws {
        var accepted = 0
        for group in try Wycheproof<SignatureGroup>.groups(in: vectors.file) {
            guard let key = try? PublicKey(vectors.spec, der: group.publicKeyDer.bytes) else { continue }
            let rawKey = try vectors.spec.rawPublicKey(from: key.der)
            // A context of over 255 bytes has no mu.
            for test in group.tests where (test.ctx?.bytes.count ?? 0) <= 255 {
                let mu = try representative(of: test.msg.bytes, context: test.ctx?.bytes ?? [], publicKey: rawKey)
                let isValid = try key.verify(test.sig.bytes, of: mu, .externalMu, .mlDsaShake256)
                #expect(test.result.allows(isValid), "\(test.tcId)")
                accepted += isValid ? 1 : 0
            }
        }
        #expect(accepted > 0)
    }

    @Test("Wycheproof's mus are those of its messages", arguments: WycheproofMLDSATests.files)
    func mus(spec: AsymmetricKeySpec, file: String) throws {
        var seen = 0
        for group in try Wycheproof<WycheproofMLDSATests.Group>.groups(in: file) {
            for test in group.tests where test.result == .valid {
                guard let mu = test.mu?.bytes, let rawKey = group.publicKey?.bytes else { continue }
                let key = try PublicKey(spec, der: spec.publicKeyDER(raw: rawKey))
                #expect(try key.verify(test.sig.bytes, of: mu, .externalMu, .mlDsaShake256), "\(test.tcId)")
                seen += 1
                guard let message = test.msg?.bytes else { continue }
                let own = try representative(of: message, context: test.ctx?.bytes ?? [], publicKey: rawKey)
                #expect(own == mu, "\(test.tcId)")
            }
        }
        #expect(seen > 0)
    }

    /// FIPS 204, algorithm 3, line 10, and algorithm 8, lines 6 and 7.
    private func representative(of message: [UInt8], context: [UInt8], publicKey: [UInt8]) throws -> [UInt8] {
        let keyHash = try SHAKE.shake256.output(of: publicKey, count: 64)
        return try SHAKE.shake256.output(of: keyHash + [0, UInt8(context.count)] + context + message, count: 64)
    }
}
