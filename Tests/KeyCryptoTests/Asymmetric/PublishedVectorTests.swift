import Testing

@testable import KeyCrypto

/// Examples printed in the standards.
@Suite("Published examples") struct PublishedVectorTests {
    @Test("Ed25519ph: RFC 8032, section 7.3")
    func ed25519ph() throws {
        let seed = "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"
        let publicKey = bytes("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf")
        let signature = bytes(
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406")
        #expect(try Ed25519ph.sign([UInt8]("abc".utf8), seed: secret(bytes(seed))) == signature)
        let key = try PrivateKey(.eccNistEdwards25519, material: secret(bytes(seed)))
        #expect(key.publicKey.der.suffix(32) == publicKey[...])
        #expect(Ed25519ph.isValid(signature, of: [UInt8]("abc".utf8), publicKey: publicKey))
        #expect(!Ed25519ph.isValid(signature, of: [UInt8]("abd".utf8), publicKey: publicKey))
    }

    /// GB/T 32918.5-2017, annex A: the private number of both examples.
    static let sm2Number = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"

    private func sm2Key() throws -> PrivateKey {
        try PrivateKey(.sm2, pkcs8: secret(PKCS8.curveKey(.sm2, number: bytes(Self.sm2Number))))
    }

    @Test("SM2: the public key of GB/T 32918.5-2017, annex A")
    func sm2PublicKey() throws {
        let point = bytes(
            "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")
        #expect(try sm2Key().publicKey.der.suffix(65) == point[...])
    }

    @Test("SM2: the signature of GB/T 32918.5-2017, annex A.2")
    func sm2Signature() throws {
        let r = bytes("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3")
        let s = bytes("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")
        let signature = PKCS8.element(0x30, PKCS8.element(0x02, [0] + r) + PKCS8.element(0x02, [0] + s))
        let publicKey = try sm2Key().publicKey
        #expect(try publicKey.verify(signature, of: [UInt8]("message digest".utf8), .raw, .sm2dsa))
        let digest = bytes("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640")
        #expect(try publicKey.verify(signature, of: digest, .digest, .sm2dsa))
        #expect(try !publicKey.verify(signature, of: [UInt8]("message digests".utf8), .raw, .sm2dsa))
    }

    @Test("SM2: the ciphertext of GB/T 32918.5-2017, annex C.2, is decrypted")
    func sm2Ciphertext() throws {
        let x = bytes("04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73")
        let y = bytes("e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0")
        let hash = bytes("59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766")
        let masked = bytes("21886ca989ca9c7d58087307ca93092d651efa")
        let ciphertext = PKCS8.element(
            0x30,
            PKCS8.element(0x02, x) + PKCS8.element(0x02, [0] + y) + PKCS8.element(0x04, hash)
                + PKCS8.element(0x04, masked))
        #expect(try sm2Key().decrypt(ciphertext, .sm2pke) == [UInt8]("encryption standard".utf8))
    }

    private func bytes(_ digits: String) -> [UInt8] {
        let digits = Array(digits)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}
