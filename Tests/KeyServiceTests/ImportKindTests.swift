import AWSJSON
import KMSModel
import KeyCrypto
import Testing

@testable import KeyService

/// Material of every kind that can be imported, and how each may be wrapped.
@Suite struct ImportKindTests {
    /// The table of AWS's guide, "Select a wrapping algorithm".
    private func isAllowed(
        _ spec: KeySpec, _ wrapping: AlgorithmSpec, _ key: WrappingKeySpec, isInChina: Bool
    ) -> Bool {
        let isForSM2 = wrapping == .sm2pke
        guard isForSM2 == (key == .sm2), wrapping != .rsaesPkcs1V15 else { return false }
        let isDirect = wrapping.rawValue.hasPrefix("RSAES_OAEP")
        let isHybrid = wrapping.rawValue.hasPrefix("RSA_AES")
        return switch spec.rawValue.prefix(3) {
        case "SYM", "HMA": isDirect
        case "RSA": isInChina ? isForSM2 : isHybrid
        case "SM2": isDirect || isForSM2
        case "ECC" where spec != .eccNistEdwards25519:
            isDirect ? spec != .eccNistP521 || key != .rsa2048 : isInChina ? isForSM2 : isHybrid
        default: false
        }
    }

    @Test(arguments: KeySpec.allCases, [false, true])
    func materialIsWrappedOnlyAsItsKindAllows(spec: KeySpec, isInChina: Bool) throws {
        for wrapping in AlgorithmSpec.allCases {
            for key in WrappingKeySpec.allCases {
                let found = try? ImportRules.wrapping(wrapping, key, for: spec, isInChina: isInChina)
                let isFound = found?.algorithm.rawValue == wrapping.rawValue && found?.keySpec.rawValue == key.rawValue
                #expect(isFound == isAllowed(spec, wrapping, key, isInChina: isInChina), "\(wrapping) \(key)")
            }
        }
    }

    @Test(arguments: [
        (
            "RSAES_PKCS1_V1_5", "RSA_2048",
            "The wrapping algorithm RSAES_PKCS1_V1_5 is not supported for key material of ECC_NIST_P521."
        ),
        (
            "SM2PKE", "SM2", "The wrapping algorithm SM2PKE is not supported for key material of ECC_NIST_P521."
        ),
        (
            "RSAES_OAEP_SHA_256", "RSA_2048",
            "The wrapping key spec RSA_2048 is not supported with RSAES_OAEP_SHA_256 for key material of ECC_NIST_P521."
        ),
    ])
    func aWrappingThatDoesNotSuitTheKeyIsRefused(wrapping: String, wrappingKey: String, message: String) async throws {
        let world = try await World()
        let key = try await world.newExternalKey(
            ["KeySpec": .string("ECC_NIST_P521"), "KeyUsage": .string("SIGN_VERIFY")])
        try await world.expect(
            .unsupportedOperationException, message, .getParametersForImport,
            [
                "KeyId": .string(key), "WrappingAlgorithm": .string(wrapping),
                "WrappingKeySpec": .string(wrappingKey),
            ])
    }

    @Test(arguments: [
        ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", 32...32), ("HMAC_224", "GENERATE_VERIFY_MAC", 28...128),
        ("HMAC_256", "GENERATE_VERIFY_MAC", 32...128), ("HMAC_384", "GENERATE_VERIFY_MAC", 48...128),
        ("HMAC_512", "GENERATE_VERIFY_MAC", 64...128),
    ])
    func secretMaterialHasTheLengthsOfItsSpec(spec: String, usage: String, lengths: ClosedRange<Int>) async throws {
        let world = try await World()
        let members: [String: JSONValue] = ["KeySpec": .string(spec), "KeyUsage": .string(usage)]
        let key = try await world.newExternalKey(members)
        let parameters = try await world.parameters(key)
        for length in [1, lengths.lowerBound - 1, lengths.upperBound + 1] {
            let bytes = [UInt8](repeating: 7, count: length)
            try await world.expect(
                .incorrectKeyMaterialException, "The key material is not a key of the key spec \(spec).",
                .importKeyMaterial, world.importRequest(bytes, into: key, with: parameters))
        }
        for length in Set([lengths.lowerBound, lengths.upperBound]) {
            let key = try await world.newExternalKey(members)
            try await world.importMaterial([UInt8](repeating: 7, count: length), into: key)
            #expect(try await world.state(key) == "Enabled")
        }
    }

    /// RFC 4231, test case 2, has a key shorter than KMS takes; this is case 3 with its key of 20 bytes padded with
    /// zeros, which HMAC does by itself.
    @Test func anImportedMACKeyIsTheOneUsed() async throws {
        let world = try await World()
        let key = try await world.newExternalKey(KeyKind.mac[1].members)
        let secret = [UInt8](repeating: 0xAA, count: 20) + [UInt8](repeating: 0, count: 12)
        let answer = try await world.importMaterial(secret, into: key)
        #expect(answer["KeyMaterialId"] == nil)
        let mac = try await world.ok(
            .generateMac,
            [
                "KeyId": .string(key), "MacAlgorithm": .string("HMAC_SHA_256"),
                "Message": .bytes([UInt8](repeating: 0xDD, count: 50)),
            ])["Mac"]?.bytes
        #expect(
            mac?.map { String($0, radix: 16) }.prefix(4) == ["77", "3e", "a9", "1e"])
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)])
        let other = try await world.importing(secret.reversed(), into: key).error
        #expect(other?.code == .incorrectKeyMaterialException)
        try await world.importMaterial(secret, into: key)
    }

    @Test(arguments: [
        ("ECC_NIST_P256", "RSAES_OAEP_SHA_256", "RSA_2048", World.region),
        ("ECC_NIST_P384", "RSAES_OAEP_SHA_1", "RSA_2048", World.region),
        ("ECC_NIST_P521", "RSAES_OAEP_SHA_256", "RSA_3072", World.region),
        ("ECC_SECG_P256K1", "RSAES_OAEP_SHA_256", "RSA_2048", World.region),
        ("ECC_NIST_P256", "SM2PKE", "SM2", World.china), ("SM2", "SM2PKE", "SM2", World.china),
        ("SM2", "RSAES_OAEP_SHA_256", "RSA_2048", World.china), ("RSA_2048", "SM2PKE", "SM2", World.china),
    ])
    func aPrivateKeyComesWithItsPublicKey(
        spec: String, wrapping: String, wrappingSpec: String, region: String
    ) async throws {
        let world = try await World()
        let pair = try PrivateKey.generate(try #require(AsymmetricKeySpec(rawValue: spec)))
        let key = try await world.newExternalKey(
            ["KeySpec": .string(spec), "KeyUsage": .string("SIGN_VERIFY")], in: region)
        #expect(try await world.state(key, in: region) == "PendingImport")
        let parameters = try await world.parameters(key, algorithm: wrapping, spec: wrappingSpec, in: region)
        let encoded = try pair.pkcs8().withUnsafeBytes { [UInt8]($0) }
        let request = try world.importRequest(encoded, into: key, with: parameters)
        try await world.ok(.importKeyMaterial, request, in: region)
        let answer = try await world.ok(.getPublicKey, ["KeyId": .string(key)], in: region)
        #expect(answer["PublicKey"]?.bytes == pair.publicKey.der)
        let algorithm = try #require(answer["SigningAlgorithms"]?.elements?.first?.string)
        let signed = try await world.ok(
            .sign, ["KeyId": .string(key), "SigningAlgorithm": .string(algorithm), "Message": .blob("m")], in: region)
        let signature = try #require(signed["Signature"]?.bytes)
        #expect(
            try pair.publicKey.verify(
                signature, of: Array("m".utf8), .raw, try #require(SigningAlgorithm(rawValue: algorithm))))
        let other = try PrivateKey.generate(pair.spec).pkcs8().withUnsafeBytes { [UInt8]($0) }
        try await world.ok(.deleteImportedKeyMaterial, ["KeyId": .string(key)], in: region)
        try await world.expect(
            .incorrectKeyMaterialException, "The key material is not associated with the KMS key.",
            .importKeyMaterial, world.importRequest(other, into: key, with: parameters), in: region)
        try await world.ok(.importKeyMaterial, request, in: region)
    }

    @Test(arguments: [("RSA_2048", WrappedKey.rsa2048), ("ECC_NIST_P256", .eccNistP256)])
    func aPrivateKeyWrappedTwiceIsUnwrapped(spec: String, wrapped: WrappedKey) async throws {
        let world = try await World()
        let key = try await world.newExternalKey(["KeySpec": .string(spec), "KeyUsage": .string("SIGN_VERIFY")])
        for algorithm in ["RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"] {
            let parameters = try await world.parameters(key, algorithm: algorithm)
            let material = try parameters.wrapped(WrappedKey.aesKey) + #require(Base64.decode(wrapped.wrapped))
            let request = try world.importRequest([1], into: key, with: parameters)
            var altered = material
            altered[altered.count - 1] ^= 1
            try await world.expect(
                .invalidCiphertextException, nil, .importKeyMaterial,
                request.with(["EncryptedKeyMaterial": .bytes(altered)]))
            try await world.ok(.importKeyMaterial, request.with(["EncryptedKeyMaterial": .bytes(material)]))
        }
        let answer = try await world.ok(.getPublicKey, ["KeyId": .string(key)])
        #expect(answer["PublicKey"]?.string == wrapped.publicKey)
    }

    @Test func aPrivateKeyOfAnotherSpecIsRefused() async throws {
        let world = try await World()
        let key = try await world.newExternalKey(
            ["KeySpec": .string("ECC_NIST_P256"), "KeyUsage": .string("SIGN_VERIFY")])
        let parameters = try await world.parameters(key)
        let other = try PrivateKey.generate(.eccSecgP256k1).pkcs8().withUnsafeBytes { [UInt8]($0) }
        for bytes in [other, material(1), Array(other.dropLast())] {
            try await world.expect(
                .incorrectKeyMaterialException, "The key material is not a key of the key spec ECC_NIST_P256.",
                .importKeyMaterial, world.importRequest(bytes, into: key, with: parameters))
        }
    }
}
