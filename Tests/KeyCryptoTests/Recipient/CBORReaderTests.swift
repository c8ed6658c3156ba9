import Testing

@testable import KeyCrypto

@Suite("CBOR") struct CBORReaderTests {
    /// Of RFC 8949, appendix A, what attestation documents may hold.
    static let examples: [(String, CBORItem)] = [
        ("00", .unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)), ("1903e8", .unsigned(1000)),
        ("1a000f4240", .unsigned(1_000_000)), ("1bffffffffffffffff", .unsigned(.max)),
        ("20", .negative(0)), ("3822", .negative(34)), ("3bffffffffffffffff", .negative(.max)), ("f6", .null),
        ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")), ("62c3bc", .text("ü")),
        ("80", .array([])), ("83010203", .array([.unsigned(1), .unsigned(2), .unsigned(3)])),
        ("a0", .map([:])), ("a201020304", .map([.unsigned(1): .unsigned(2), .unsigned(3): .unsigned(4)])),
        ("d28101", .tagged(18, .array([.unsigned(1)]))),
        ("5f42010243030405ff", .bytes([1, 2, 3, 4, 5])), ("5fff", .bytes([])),
        ("7f657374726561646d696e67ff", .text("streaming")), ("9fff", .array([])),
        (
            "9f018202039f0405ffff",
            .array([.unsigned(1), .array([.unsigned(2), .unsigned(3)]), .array([.unsigned(4), .unsigned(5)])])
        ),
        (
            "bf61610161629f0203ffff",
            .map([.text("a"): .unsigned(1), .text("b"): .array([.unsigned(2), .unsigned(3)])])
        ),
    ]

    static let refused = [
        "nothing": "", "a number without its bytes": "19ff", "reserved information 28": "1c",
        "reserved information 30": "fe", "a break by itself": "ff", "two items": "0000", "false": "f4", "true": "f5",
        "undefined": "f7", "a float": "fa47c35000", "a simple value": "f8ff", "a number of indefinite length": "1f",
        "a tag of indefinite length": "df00", "a tag of nothing": "d2", "a string that is too short": "4401",
        "a string of 2^64 − 1 bytes": "5bffffffffffffffff00", "an array of 2^64 − 1 items": "9bffffffffffffffff00",
        "a map of 2^63 entries": "bb800000000000000000f6", "an array without its end": "9f01",
        "a string without its end": "5f4101", "a string of other strings": "5f6161ff",
        "a string of a string of strings": "5f5f4101ffff", "a string of numbers": "5f01ff",
        "text that is not UTF-8": "61ff", "a map without its last value": "bf0102ff03", "a key twice": "a201020103",
        "a key in two encodings": "a20102180103", "a key of bytes": "a1410100",
        "a key that is an array": "a18000", "a key that is null": "a1f600", "a map that ends after a key": "bf01ff",
    ]

    private static func bytes(_ hex: String) throws -> [UInt8] { try #require(decodeHex(hex.utf8)) }

    @Test("is read", arguments: examples)
    func read(hex: String, item: CBORItem) throws {
        #expect(try CBORReader.item(of: Self.bytes(hex)) == item)
    }

    @Test("is refused if it is not well-formed, not unambiguous or not needed", arguments: refused)
    func refuse(about: String, hex: String) throws {
        let bytes = try Self.bytes(hex)
        #expect(throws: AttestationError.malformed) { try CBORReader.item(of: bytes) }
    }

    @Test("is read four levels deep and no deeper", arguments: [[0x81], [0x9F], [0xA1, 0x00], [0xBF, 0x00], [0xC1]])
    func depth(container: [UInt8]) {
        let needsEnd = container[0] & 0x1F == 0x1F
        func nested(_ levels: Int) -> [UInt8] {
            (0..<levels).flatMap { _ in container } + [0xF6] + .init(repeating: 0xFF, count: needsEnd ? levels : 0)
        }
        #expect(throws: Never.self) { try CBORReader.item(of: nested(3)) }
        for levels in [4, 100_000] {
            #expect(throws: AttestationError.malformed) { try CBORReader.item(of: nested(levels)) }
        }
    }
}
