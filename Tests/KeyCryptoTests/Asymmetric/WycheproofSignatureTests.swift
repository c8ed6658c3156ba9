import KeyCrypto
import Testing

@Suite("Wycheproof's signatures") struct WycheproofSignatureTests {
    struct Vectors: Sendable, CustomTestStringConvertible {
        var file: String
        var spec: AsymmetricKeySpec
        var algorithm: SigningAlgorithm
        var count: Int

        var testDescription: String { file }

        init(_ file: String, _ spec: AsymmetricKeySpec, _ algorithm: SigningAlgorithm, count: Int) {
            self.file = "\(file)_test"
            self.spec = spec
            self.algorithm = algorithm
            self.count = count
        }
    }

    static let rsa = [
        Vectors("rsa_pss_2048_sha256_mgf1_32", .rsa2048, .rsassaPssSha256, count: 108),
        Vectors("rsa_pss_2048_sha384_mgf1_48", .rsa2048, .rsassaPssSha384, count: 141),
        Vectors("rsa_pss_3072_sha256_mgf1_32", .rsa3072, .rsassaPssSha256, count: 108),
        Vectors("rsa_pss_4096_sha384_mgf1_48", .rsa4096, .rsassaPssSha384, count: 141),
        Vectors("rsa_pss_4096_sha512_mgf1_64", .rsa4096, .rsassaPssSha512, count: 179),
        Vectors("rsa_signature_2048_sha256", .rsa2048, .rsassaPkcs1V15Sha256, count: 259),
        Vectors("rsa_signature_2048_sha384", .rsa2048, .rsassaPkcs1V15Sha384, count: 258),
        Vectors("rsa_signature_2048_sha512", .rsa2048, .rsassaPkcs1V15Sha512, count: 259),
        Vectors("rsa_signature_3072_sha256", .rsa3072, .rsassaPkcs1V15Sha256, count: 259),
        Vectors("rsa_signature_3072_sha384", .rsa3072, .rsassaPkcs1V15Sha384, count: 259),
        Vectors("rsa_signature_3072_sha512", .rsa3072, .rsassaPkcs1V15Sha512, count: 260),
        Vectors("rsa_signature_4096_sha256", .rsa4096, .rsassaPkcs1V15Sha256, count: 258),
        Vectors("rsa_signature_4096_sha384", .rsa4096, .rsassaPkcs1V15Sha384, count: 259),
        Vectors("rsa_signature_4096_sha512", .rsa4096, .rsassaPkcs1V15Sha512, count: 259),
    ]

    static let curves = [
        Vectors("ecdsa_secp256r1_sha256", .eccNistP256, .ecdsaSha256, count: 484),
        Vectors("ecdsa_secp384r1_sha384", .eccNistP384, .ecdsaSha384, count: 504),
        Vectors("ecdsa_secp521r1_sha512", .eccNistP521, .ecdsaSha512, count: 542),
        Vectors("ecdsa_secp256k1_sha256", .eccSecgP256k1, .ecdsaSha256, count: 476),
        Vectors("ed25519", .eccNistEdwards25519, .ed25519Sha512, count: 151),
    ]

    static let lattices = [
        Vectors("mldsa_44_verify", .mlDsa44, .mlDsaShake256, count: 180),
        Vectors("mldsa_65_verify", .mlDsa65, .mlDsaShake256, count: 210),
        Vectors("mldsa_87_verify", .mlDsa87, .mlDsaShake256, count: 241),
    ]

    @Test("are verified or refused as they say", arguments: rsa + curves + lattices)
    func verification(vectors: Vectors) throws {
        var count = 0
        for group in try Wycheproof<SignatureGroup>.groups(in: vectors.file) {
            let key = try? PublicKey(vectors.spec, der: group.publicKeyDer.bytes)
            count += group.tests.count
            // KMS signs with ML-DSA's empty context only.
            for test in group.tests where test.ctx?.bytes.isEmpty ?? true {
                let isValid = try key?.verify(test.sig.bytes, of: test.msg.bytes, .raw, vectors.algorithm)
                #expect(test.result.allows(isValid ?? false), "\(test.tcId)")
            }
        }
        #expect(count == vectors.count)
    }
}
