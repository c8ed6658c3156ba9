import KeyCrypto
import Testing

@Suite("Wycheproof's OAEP, key wrap and HMAC") struct WycheproofCipherTests {
    private struct OAEPGroup: Decodable {
        struct Test: Decodable {
            var tcId: Int
            var msg: Hex
            var ct: Hex
            var label: Hex
            var result: WycheproofResult
        }
        var keySize: Int
        var sha: String
        var mgfSha: String
        var privateKeyPkcs8: Hex
        var tests: [Test]

        /// KMS's two algorithms hash with one function in both places; nil for the others, and for other sizes.
        var choice: (AsymmetricKeySpec, AsymmetricEncryptionAlgorithm)? {
            guard sha == mgfSha, let spec = AsymmetricKeySpec(rawValue: "RSA_\(keySize)") else { return nil }
            let name = "RSAES_OAEP_\(sha.replacing("-", with: "_"))"
            return AsymmetricEncryptionAlgorithm(rawValue: name).map { (spec, $0) }
        }
    }

    @Test(
        "of RSA-OAEP are decrypted or refused as they say",
        arguments: [
            ("rsa_oaep_2048_sha1_mgf1sha1_test", 29), ("rsa_oaep_2048_sha256_mgf1sha256_test", 29),
            ("rsa_oaep_3072_sha256_mgf1sha256_test", 29), ("rsa_oaep_4096_sha256_mgf1sha256_test", 29),
            ("rsa_oaep_misc_test", 18),
        ])
    func oaep(file: String, count: Int) throws {
        var seen = 0
        for group in try Wycheproof<OAEPGroup>.groups(in: file) {
            guard let (spec, algorithm) = group.choice else { continue }
            let key = try PrivateKey(spec, pkcs8: secret(group.privateKeyPkcs8.bytes))
            for test in group.tests where test.label.bytes.isEmpty {
                let plaintext = try? key.decrypt(test.ct.bytes, algorithm)
                #expect(plaintext == (test.result == .valid ? test.msg.bytes : nil), "\(test.tcId)")
                seen += 1
            }
        }
        #expect(seen == count)
    }

    private struct WrapGroup: Decodable {
        struct Test: Decodable {
            var tcId: Int
            var key: Hex
            var msg: Hex
            var ct: Hex
            var result: WycheproofResult
        }
        var keySize: Int
        var tests: [Test]
    }

    @Test("of AES key wrap with padding are unwrapped or refused as they say, behind an RSA-wrapped key")
    func keyWrap() throws {
        let key = try PrivateKey.generate(.rsa2048)
        let tests = try Wycheproof<WrapGroup>.groups(in: "aes_kwp_test").flatMap(\.tests)
        #expect(tests.count == 254)
        for test in tests {
            let wrappingKey = try key.publicKey.encrypt(test.key.bytes, .rsaesOaepSha256)
            let unwrapped = try? bytes(
                of: ImportWrapping.rsaAesKeyWrapSha256.unwrap(wrappingKey + test.ct.bytes, with: key))
            // KMS takes keys of 256 bits only.
            let isValid = test.result == .valid && test.key.bytes.count == 32
            #expect(unwrapped == (isValid ? test.msg.bytes : nil), "\(test.tcId)")
        }
    }

    private struct MACGroup: Decodable {
        struct Test: Decodable {
            var tcId: Int
            var key: Hex
            var msg: Hex
            var tag: Hex
            var result: WycheproofResult
        }
        var tagSize: Int
        var tests: [Test]
    }

    @Test(
        "of HMAC are accepted or refused as they say",
        arguments: zip(MACAlgorithm.allCases, ["224", "256", "384", "512"]))
    func hmac(algorithm: MACAlgorithm, size: String) throws {
        let groups = try Wycheproof<MACGroup>.groups(in: "hmac_sha\(size)_test")
        let tests = groups.filter { String($0.tagSize) == size }.flatMap(\.tests)
        #expect(tests.count == 87)
        for test in tests {
            let isValid = MAC.isValid(test.tag.bytes, algorithm, test.msg.bytes, with: secret(test.key.bytes))
            #expect(test.result.allows(isValid), "\(test.tcId)")
        }
    }
}
