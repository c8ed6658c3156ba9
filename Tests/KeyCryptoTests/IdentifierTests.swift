import Crypto
import KeyCrypto
import Testing

@Suite("Identifiers of keys and key material") struct IdentifierTests {
    static let bytes: [UInt8] = [
        0x12, 0x34, 0xab, 0xcd, 0x12, 0xab, 0x34, 0xcd, 0x56, 0xef, 0x12, 0x34, 0x56, 0x78, 0x90, 0xab,
    ]

    @Test(
        "of keys have one spelling",
        arguments: [
            ("1234abcd-12ab-34cd-56ef-1234567890ab", BinaryKeyID.Kind.singleRegion),
            ("mrk-1234abcd12ab34cd56ef1234567890ab", BinaryKeyID.Kind.multiRegion),
        ])
    func spelling(text: String, kind: BinaryKeyID.Kind) throws {
        let id = try #require(BinaryKeyID(text))
        #expect(id.kind == kind)
        #expect(id.bytes == Self.bytes)
        #expect(id.text == text)
        #expect(id == BinaryKeyID(kind: kind, bytes: Self.bytes))
    }

    @Test(
        "of keys are refused in any other",
        arguments: [
            "", "-", "mrk-", "1234ABCD-12AB-34CD-56EF-1234567890AB", "1234abcd12ab34cd56ef1234567890ab",
            "1234abcd-12ab-34cd-56ef-1234567890a", "1234abcd-12ab-34cd-56ef-1234567890abc",
            "1234abcd-12ab-34cd-56ef1-234567890ab", "-1234abcd-12ab-34cd-56ef1234567890ab",
            "1234abcd-12ab-34cd-56ef-1234567890ag", "mrk-1234abcd-12ab-34cd-56ef-1234567890ab",
            "MRK-1234abcd12ab34cd56ef1234567890ab", "mrk-1234abcd12ab34cd56ef1234567890a",
            "mrk-1234ABCD12ab34cd56ef1234567890ab", " 1234abcd-12ab-34cd-56ef-1234567890ab",
            "1234abcd-12ab-34cd-56ef-1234567890ab\n", "1234abcd-12ab-34cd-56ef-123456789０ab", "alias/a",
        ])
    func refused(text: String) { #expect(BinaryKeyID(text) == nil) }

    @Test("of keys are written and read back, whatever their bytes")
    func everyByte() throws {
        for value in UInt8.min...UInt8.max {
            for kind in [BinaryKeyID.Kind.singleRegion, .multiRegion] {
                let id = try #require(BinaryKeyID(kind: kind, bytes: [UInt8](repeating: value, count: 16)))
                #expect(BinaryKeyID(id.text) == id)
            }
        }
        #expect(BinaryKeyID(kind: .singleRegion, bytes: Self.bytes.dropLast()) == nil)
        #expect(BinaryKeyID(kind: .singleRegion, bytes: Self.bytes + [0]) == nil)
    }

    @Test("of key material are an HMAC of the key's id under the material")
    func materialID() throws {
        let material = [UInt8](repeating: 3, count: 32)
        let keyID = try #require(BinaryKeyID(kind: .multiRegion, bytes: Self.bytes))
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("trent key material id v1".utf8) + [1] + Self.bytes, using: SymmetricKey(data: material))
        let id = KeyMaterialID(of: secret(material), keyID: keyID)
        #expect(id.bytes == Array(code))
        #expect(id == KeyMaterialID(of: secret(material), keyID: keyID))
    }

    @Test("of key material differ for another material, another key, and another kind of key")
    func materialIDsDiffer() throws {
        let one = try #require(BinaryKeyID(kind: .singleRegion, bytes: Self.bytes))
        let multiRegion = try #require(BinaryKeyID(kind: .multiRegion, bytes: Self.bytes))
        let other = try #require(BinaryKeyID(kind: .singleRegion, bytes: Self.bytes.reversed()))
        let materials: [[UInt8]] = [
            [UInt8](repeating: 3, count: 32), [UInt8](repeating: 3, count: 31) + [2], [UInt8](repeating: 3, count: 64),
        ]
        let ids = materials.flatMap { material in
            [one, multiRegion, other].map { KeyMaterialID(of: secret(material), keyID: $0) }
        }
        #expect(Set(ids).count == 9)
    }

    @Test("of key material are written as 64 lower-case hex digits, and read back from nothing else")
    func materialIDText() throws {
        let id = try #require(KeyMaterialID(bytes: Self.bytes + Self.bytes))
        #expect(id.hex == "1234abcd12ab34cd56ef1234567890ab1234abcd12ab34cd56ef1234567890ab")
        #expect(KeyMaterialID(hex: id.hex) == id)
        for text in [
            "", id.hex.uppercased(), String(id.hex.dropLast()), id.hex + "0", id.hex + "00", id.hex.dropLast() + "g",
        ] {
            #expect(KeyMaterialID(hex: String(text)) == nil)
        }
        #expect(KeyMaterialID(bytes: Self.bytes) == nil)
    }
}
