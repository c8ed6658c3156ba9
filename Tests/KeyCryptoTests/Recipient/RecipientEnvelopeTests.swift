import COpenSSL
import Crypto
import Testing

@testable import KeyCrypto

@Suite("The envelope for a recipient") struct RecipientEnvelopeTests {
    @Test("is opened by another implementation of CMS", arguments: try AttestationVectors.all().enclaveKeys)
    func opens(key: AttestationVectors.EnclaveKey) throws {
        for count in [0, 1, 15, 16, 17, 32, 1024, 4096, RecipientEnvelope.plaintextBytesMax] {
            let plaintext = [UInt8]((0..<count).map { UInt8(truncatingIfNeeded: $0) })
            let envelope = try RecipientEnvelope.seal(plaintext, to: key.publicKey.bytes)
            #expect(try CMS.open(envelope, with: key.privateKey.bytes) == plaintext)
        }
    }

    /// What AWS KMS answers to a key of 2048 bits, but for the bytes that differ from answer to answer.
    @Test("has, byte for byte, the structure that AWS KMS gives it")
    func structure() throws {
        let key = try #require(try AttestationVectors.all().enclaveKeys.first { $0.bits == 2048 })
        let envelope = try RecipientEnvelope.seal([UInt8](repeating: 1, count: 32), to: key.publicKey.bytes)
        let parts: [(fixed: String, freeBytes: Int)] = [
            ("308006092a864886f70d010703a080" + "3080020102" + "3182016b30820167020102" + "8020", 32),
            ("303c06092a864886f70d010107302fa00f300d06096086480165030402010500a11c301a06092a864886f70d010108", 0),
            ("300d06096086480165030402010500" + "04820100", 256),
            ("308006092a864886f70d010701" + "301d060960864801650304012a0410", 16),
            ("a0800430", 48), ("0000" + "0000" + "0000" + "0000" + "0000", 0),
        ]
        var rest = envelope[...]
        for part in parts {
            #expect(hex(Array(rest.prefix(part.fixed.count / 2))) == part.fixed)
            rest = rest.dropFirst(part.fixed.count / 2 + part.freeBytes)
        }
        #expect(rest.isEmpty)
        #expect(envelope.count == 493)
    }

    @Test("names its recipient by the SHA-256 of the public key")
    func keyIdentifier() throws {
        let key = try #require(try AttestationVectors.all().enclaveKeys.first)
        let envelope = try RecipientEnvelope.seal([1], to: key.publicKey.bytes)
        #expect(envelope[33..<65].elementsEqual(SHA256.hash(data: key.publicKey.bytes)))
    }

    @Test("has a fresh key and initialization vector each time")
    func fresh() throws {
        let key = try #require(try AttestationVectors.all().enclaveKeys.first)
        let envelopes = try (0..<8).map { _ in try RecipientEnvelope.seal([1, 2, 3], to: key.publicKey.bytes) }
        #expect(Set(envelopes.map { $0.suffix(26) }).count == envelopes.count)
        #expect(Set(envelopes.map { $0[131..<387] }).count == envelopes.count)
        #expect(Set(envelopes.map { $0[415..<431] }).count == envelopes.count)
    }

    @Test("is not opened with another key")
    func anotherKey() throws {
        let keys = try AttestationVectors.all().enclaveKeys
        let envelope = try RecipientEnvelope.seal(Array("secret".utf8), to: keys[0].publicKey.bytes)
        #expect(try CMS.open(envelope, with: keys[1].privateKey.bytes) != Array("secret".utf8))
    }

    @Test(
        "is made for RSA keys of 2048, 3072 and 4096 bits only", arguments: try AttestationVectors.all().otherPublicKeys
    )
    func otherKeys(key: AttestationVectors.OtherKey) {
        #expect(throws: CryptoError.invalidKey) { try RecipientEnvelope.seal([1], to: key.publicKey.bytes) }
    }

    @Test("is not made for what is no public key")
    func noKey() throws {
        let key = try #require(try AttestationVectors.all().enclaveKeys.first)
        let publicKey = key.publicKey.bytes
        for bytes in [[], [0x30, 0x00], Array(publicKey.dropLast()), publicKey + [0], key.privateKey.bytes] {
            #expect(throws: CryptoError.invalidKey) { try RecipientEnvelope.seal([1], to: bytes) }
        }
    }

    @Test("holds no more than 8192 bytes")
    func tooLong() throws {
        let key = try #require(try AttestationVectors.all().enclaveKeys.first)
        #expect(throws: CryptoError.invalidLength) {
            try RecipientEnvelope.seal([UInt8](repeating: 0, count: 8193), to: key.publicKey.bytes)
        }
    }
}

/// OpenSSL's reader of CMS.
enum CMS {
    /// Gives nil if the envelope does not open.
    static func open(_ envelope: [UInt8], with pkcs8: [UInt8]) throws -> [UInt8]? {
        let cms = try #require(
            envelope.withUnsafeBufferPointer { bytes in
                var place = bytes.baseAddress
                return d2i_CMS_ContentInfo(nil, &place, bytes.count)
            })
        defer { CMS_ContentInfo_free(cms) }
        let key = try #require(
            pkcs8.withUnsafeBufferPointer { bytes in
                var place = bytes.baseAddress
                return d2i_AutoPrivateKey(nil, &place, bytes.count)
            })
        defer { EVP_PKEY_free(key) }
        let output = try #require(BIO_new(BIO_s_mem()))
        defer { BIO_free(output) }
        guard CMS_decrypt(cms, key, nil, nil, output, UInt32(CMS_BINARY)) == 1 else {
            ERR_clear_error()
            return nil
        }
        var plaintext = [UInt8](repeating: 0, count: envelope.count)
        let count = BIO_read(output, &plaintext, Int32(plaintext.count))
        return Array(plaintext.prefix(max(Int(count), 0)))
    }
}
