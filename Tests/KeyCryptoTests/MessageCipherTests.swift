import Crypto
import Foundation
import KeyCrypto
import Testing

@Suite("The message cipher") struct MessageCipherTests {
    static let key: [UInt8] = (0..<32).map { $0 }
    static let fresh: [UInt8] = (0..<28).map { 100 + $0 }

    private func seal(
        _ message: [UInt8], key: [UInt8] = key, label: String = "label", data: [UInt8] = [1], fresh: [UInt8] = fresh
    ) -> [UInt8] {
        MessageCipher.seal(message, under: secret(key), label: label, associatedData: data, fresh: fresh)
    }

    private func open(
        _ box: [UInt8], key: [UInt8] = key, label: String = "label", data: [UInt8] = [1]
    ) throws(KeyCrypto.CryptoError) -> [UInt8] {
        try MessageCipher.open(box[...], under: secret(key), label: label, associatedData: data)
    }

    @Test("opens what it sealed", arguments: [0, 1, 15, 16, 17, 4096, 100_000])
    func roundTrip(count: Int) throws {
        var random = Generator(seed: UInt64(count))
        let (message, key, data) = (random.bytes(count), random.bytes(32), random.bytes(50))
        let box = seal(message, key: key, data: data, fresh: random.bytes(MessageCipher.freshBytes))
        #expect(box.count == count + MessageCipher.overheadBytes)
        #expect(try open(box, key: key, data: data) == message)
    }

    /// HKDF-Expand for 32 bytes is one HMAC (RFC 5869, section 2.3), here made without HKDF.
    @Test("is AES-256-GCM under a key made for the message by HKDF-Expand")
    func composition() throws {
        let message = Array("message".utf8)
        let box = seal(message)
        #expect(Array(box.prefix(28)) == Self.fresh)
        let messageKey = HMAC<SHA256>.authenticationCode(
            for: Array("label".utf8) + Self.fresh[..<16] + [1], using: SymmetricKey(data: Self.key))
        let sealed = try AES.GCM.SealedBox(combined: box.dropFirst(16))
        let opened = try AES.GCM.open(sealed, using: SymmetricKey(data: messageKey), authenticating: [1] as [UInt8])
        #expect([UInt8](opened) == message)
    }

    @Test("refuses a box of which anything was changed, taken away or added")
    func tampering() {
        let box = seal(Array("seventeen bytes!!".utf8))
        for (name, tampered) in tamperings(of: box) {
            #expect(throws: KeyCrypto.CryptoError.notAuthentic, "\(name)") { try open(tampered) }
        }
    }

    @Test("refuses another key, label or associated data")
    func otherInputs() throws {
        let box = seal([7])
        var otherKey = Self.key
        otherKey[31] ^= 1
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) { try open(box, key: otherKey) }
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) { try open(box, label: "labe") }
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) { try open(box, label: "") }
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) { try open(box, data: []) }
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) { try open(box, data: [1, 0]) }
        #expect(try open(box) == [7])
    }

    @Test("hides the message: other fresh bytes give another box with not one block in common")
    func randomized() {
        let message = [UInt8](repeating: 0, count: 64)
        var other = Self.fresh
        other[0] ^= 1
        let (one, two) = (seal(message).dropFirst(28), seal(message, fresh: other).dropFirst(28))
        for start in stride(from: 28, to: 28 + 64, by: 16) {
            #expect(one[start..<start + 16] != two[start..<start + 16])
        }
        other = Self.fresh
        other[27] ^= 1
        #expect(seal(message, fresh: other).dropFirst(28) != one)
    }

    @Test("hands a sealed key out as a secret, and refuses boxes too small or too large for one")
    func openSecret() throws {
        func open(_ message: [UInt8]) throws(KeyCrypto.CryptoError) -> HeldSecret {
            try MessageCipher.openSecret(
                seal(message)[...], under: secret(Self.key), label: "label", associatedData: [1])
        }
        let material = [UInt8](repeating: 9, count: 32)
        try open(material).bytes.withUnsafeBytes { #expect(Array($0) == material) }
        #expect(try open([UInt8](repeating: 1, count: SecretBytes.bytesMax)).bytes.count == SecretBytes.bytesMax)
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) { try open([]) }
        #expect(throws: KeyCrypto.CryptoError.notAuthentic) {
            try open([UInt8](repeating: 1, count: SecretBytes.bytesMax + 1))
        }
    }

    @Test("opens a box that lies within a longer array")
    func slice() throws {
        let box = [0, 0, 0] + seal([1, 2]) + [0]
        let opened = try MessageCipher.open(
            box[3..<box.count - 1], under: secret(Self.key), label: "label", associatedData: [1])
        #expect(opened == [1, 2])
    }
}
