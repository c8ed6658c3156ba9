import KeyCrypto
import Testing

@Suite("Encodings of keys") struct KeyCodingTests {
    @Test("A key comes back from its material and from PKCS#8", arguments: AsymmetricKeySpec.allCases)
    func roundTrip(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        let material = bytes(of: key.material())
        let encoded = try bytes(of: key.pkcs8())
        for copy in [try PrivateKey(spec, material: secret(material)), try PrivateKey(spec, pkcs8: secret(encoded))] {
            #expect(copy.publicKey == key.publicKey)
            #expect(bytes(of: copy.material()) == material)
            #expect(try bytes(of: copy.pkcs8()) == encoded)
        }
        #expect(try PublicKey(spec, der: key.publicKey.der) == key.publicKey)
    }

    @Test("A key of another spec is refused", arguments: AsymmetricKeySpec.allCases)
    func otherSpecs(spec: AsymmetricKeySpec) throws {
        for other in AsymmetricKeySpec.allCases where other != spec {
            let key = try TestKeys.key(other)
            let encoded = try bytes(of: key.pkcs8())
            #expect(throws: CryptoError.invalidKey, "\(other)") { try PrivateKey(spec, pkcs8: secret(encoded)) }
            #expect(throws: CryptoError.invalidKey, "\(other)") { try PublicKey(spec, der: key.publicKey.der) }
        }
    }

    @Test(
        "Bytes after a key, too few of them, or others at its start are refused", arguments: AsymmetricKeySpec.allCases)
    func malformed(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        let encoded = try bytes(of: key.pkcs8())
        for bad: [UInt8] in [encoded + [0], encoded.dropLast(), [0x31] + encoded.dropFirst(), [0x30]] {
            #expect(throws: CryptoError.invalidKey) { try PrivateKey(spec, pkcs8: secret(bad)) }
        }
        let der = key.publicKey.der
        for bad: [UInt8] in [der + [0], der.dropLast(), [0x31] + der.dropFirst(), []] {
            #expect(throws: CryptoError.invalidKey) { try PublicKey(spec, der: bad) }
        }
    }

    @Test("Material of another length is refused", arguments: AsymmetricKeySpec.allCases)
    func materialLength(spec: AsymmetricKeySpec) throws {
        let material = bytes(of: try TestKeys.key(spec).material())
        for bad in [material + [0], material.dropLast()] {
            #expect(throws: CryptoError.invalidKey) { try PrivateKey(spec, material: secret(bad)) }
        }
    }

    @Test("An RSA key whose numbers don't fit each other is refused")
    func unsoundRSA() throws {
        let encoded = try bytes(of: TestKeys.key(.rsa2048).pkcs8())
        // The last bytes are CRT's coefficient; those in the middle are the private exponent.
        for place in [encoded.count - 1, encoded.count / 2] {
            var changed = encoded
            changed[place] ^= 2
            #expect(throws: CryptoError.invalidKey, "\(place)") { try PrivateKey(.rsa2048, pkcs8: secret(changed)) }
        }
    }

    static let curves =
        AsymmetricKeySpec.allCases.filter { $0.rawValue.contains("ECC_NIST_P") || $0 == .sm2 }
        + [.eccSecgP256k1]

    @Test("A curve's key whose public point belongs to another number is refused", arguments: curves)
    func unsoundCurveKey(spec: AsymmetricKeySpec) throws {
        let encoded = try bytes(of: TestKeys.key(spec).pkcs8())
        let point = try PrivateKey.generate(spec).publicKey.der.suffix(64)
        #expect(throws: CryptoError.invalidKey) {
            try PrivateKey(spec, pkcs8: secret(encoded.dropLast(64) + point))
        }
    }

    @Test("A number outside the curve's order is refused", arguments: curves)
    func numberOutOfRange(spec: AsymmetricKeySpec) throws {
        #expect(throws: CryptoError.invalidKey) {
            try PrivateKey(spec, pkcs8: secret(PKCS8.curveKey(spec, number: [0])))
        }
        let order = [UInt8](repeating: 0xff, count: spec == .eccNistP521 ? 65 : spec == .eccNistP384 ? 48 : 32)
        let tooLarge = spec == .eccNistP521 ? [0x03] + order : order
        #expect(throws: CryptoError.invalidKey) {
            try PrivateKey(spec, pkcs8: secret(PKCS8.curveKey(spec, number: tooLarge)))
        }
    }

    @Test("A public point off the curve, compressed or at infinity is refused", arguments: curves)
    func badPoints(spec: AsymmetricKeySpec) throws {
        let der = try TestKeys.key(spec).publicKey.der
        var offTheCurve = der
        offTheCurve[der.count - 1] ^= 1
        #expect(throws: CryptoError.invalidKey) { try PublicKey(spec, der: offTheCurve) }
        let algorithm = try algorithmIdentifier(of: der)
        let fieldBytes = [.eccNistP384: 48, .eccNistP521: 66][spec, default: 32]
        let compressed = [2 + der[der.count - 1] % 2] + der.suffix(2 * fieldBytes).prefix(fieldBytes)
        for point in [compressed, [0]] {
            let bad = PKCS8.element(0x30, algorithm + PKCS8.element(0x03, [0] + point))
            #expect(throws: CryptoError.invalidKey) { try PublicKey(spec, der: bad) }
        }
    }

    /// The element that follows the outer header.
    private func algorithmIdentifier(of der: [UInt8]) throws -> [UInt8] {
        let start = der[1] < 0x80 ? 2 : 3
        try #require(der[start] == 0x30)
        return Array(der[start..<(start + 2 + Int(der[start + 1]))])
    }
}
