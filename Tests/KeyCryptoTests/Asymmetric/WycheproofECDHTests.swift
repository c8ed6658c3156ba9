import KeyCrypto
import Testing

@Suite("Wycheproof's ECDH") struct WycheproofECDHTests {
    private struct Group: Decodable {
        struct Test: Decodable {
            var tcId: Int
            var `public`: Hex
            var `private`: Hex
            var shared: Hex
            var result: WycheproofResult
        }
        var tests: [Test]
    }

    @Test(
        "agrees on the secret, or the peer's key is refused",
        arguments: [
            (AsymmetricKeySpec.eccNistP256, "ecdh_secp256r1_test", 612), (.eccNistP384, "ecdh_secp384r1_test", 1047),
            (.eccNistP521, "ecdh_secp521r1_test", 916),
        ])
    func agreement(spec: AsymmetricKeySpec, file: String, count: Int) throws {
        let tests = try Wycheproof<Group>.groups(in: file).flatMap(\.tests)
        #expect(tests.count == count)
        for test in tests {
            let key = try PrivateKey(spec, pkcs8: secret(PKCS8.curveKey(spec, number: test.private.bytes)))
            let outcome = Result { () throws(CryptoError) in try key.sharedSecret(with: test.public.bytes) }
            switch test.result {
            case .valid: #expect(outcome == .success(test.shared.bytes), "\(test.tcId)")
            case .invalid: #expect(outcome == .failure(.invalidKey), "\(test.tcId)")
            case .acceptable:
                #expect(outcome == .success(test.shared.bytes) || outcome == .failure(.invalidKey), "\(test.tcId)")
            }
        }
    }
}
