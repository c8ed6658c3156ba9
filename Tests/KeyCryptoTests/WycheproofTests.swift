import Crypto
import Testing

/// The library's primitives as this room uses them: keys of 256 bits, nonces of 96, tags of 128.
@Suite("Wycheproof's vectors") struct WycheproofTests {
    private struct File<Test: Decodable>: Decodable {
        struct Group: Decodable {
            var keySize: Int
            var ivSize: Int?
            var tagSize: Int
            var tests: [Test]
        }
        var testGroups: [Group]
    }

    private struct AEAD: Decodable {
        var tcId: Int
        var key: Hex
        var iv: Hex
        var aad: Hex
        var msg: Hex
        var ct: Hex
        var tag: Hex
        var result: String
    }

    private struct MAC: Decodable {
        var tcId: Int
        var key: Hex
        var msg: Hex
        var tag: Hex
        var result: String
    }

    @Test("of AES-256-GCM are opened or refused as they say")
    func aesGCM() throws {
        let groups = try vectors(File<AEAD>.self, in: "wycheproof/aes_gcm_test.json").testGroups
        let tests = groups.filter { $0.keySize == 256 && $0.ivSize == 96 && $0.tagSize == 128 }.flatMap(\.tests)
        #expect(tests.count == 66)
        for test in tests {
            let sealed = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: test.iv.bytes), ciphertext: test.ct.bytes, tag: test.tag.bytes)
            let key = SymmetricKey(data: test.key.bytes)
            let opened = try? AES.GCM.open(sealed, using: key, authenticating: test.aad.bytes)
            #expect(opened.map { [UInt8]($0) } == (test.result == "valid" ? test.msg.bytes : nil), "\(test.tcId)")
        }
    }

    @Test("of HMAC-SHA-256 are accepted or refused as they say")
    func hmac() throws {
        let groups = try vectors(File<MAC>.self, in: "wycheproof/hmac_sha256_test.json").testGroups
        let tests = groups.filter { $0.keySize == 256 && $0.tagSize == 256 }.flatMap(\.tests)
        #expect(tests.count == 81)
        for test in tests {
            let isValid = HMAC<SHA256>.isValidAuthenticationCode(
                test.tag.bytes, authenticating: test.msg.bytes, using: SymmetricKey(data: test.key.bytes))
            #expect(isValid == (test.result == "valid"), "\(test.tcId)")
        }
    }
}
