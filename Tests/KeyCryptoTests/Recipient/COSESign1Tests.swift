import Testing

@testable import KeyCrypto

@Suite("The COSE_Sign1 structure of a document") struct COSESign1Tests {
    private static let header = CBORItem.bytes([0xA1, 0x01, 0x38, 0x22])
    private static let empty = CBORItem.map([:])
    private static let payload = CBORItem.bytes([1, 2, 3])
    private static let signature = CBORItem.bytes([UInt8](repeating: 9, count: 96))

    private static func zeros(_ count: Int) -> CBORItem { .bytes([UInt8](repeating: 0, count: count)) }

    @Test("is read, with tag 18 or none")
    func read() throws {
        let item = CBORItem.array([Self.header, Self.empty, Self.payload, Self.signature])
        for bytes in [item.encoded, CBORItem.tagged(18, item).encoded] {
            let signed = try COSESign1(parsing: bytes)
            #expect(signed.payload == [1, 2, 3])
            #expect(signed.signature == [UInt8](repeating: 9, count: 96))
        }
    }

    @Test("has a payload of at most 16384 bytes", arguments: [1, 23, 24, 255, 256, 16_384])
    func payload(count: Int) throws {
        let item = CBORItem.array([Self.header, Self.empty, Self.zeros(count), Self.signature])
        let signed = try COSESign1(parsing: item.encoded)
        let message = CBORItem.array([.text("Signature1"), Self.header, .bytes([]), Self.zeros(count)])
        #expect(signed.payload.count == count)
        #expect(signed.signedBytes == message.encoded)
    }

    static let refused: [(String, CBORItem)] = [
        ("payload of 16385 bytes", .array([header, empty, zeros(16_385), signature])),
        ("empty payload", .array([header, empty, zeros(0), signature])),
        ("payload of text", .array([header, empty, .text("a"), signature])),
        ("detached payload", .array([header, empty, .null, signature])),
        ("signature of 95 bytes", .array([header, empty, payload, zeros(95)])),
        ("signature of 97 bytes", .array([header, empty, payload, zeros(97)])),
        ("something in the unprotected header", .array([header, .map([.unsigned(4): .null]), payload, signature])),
        ("unprotected header of bytes", .array([header, .bytes([0xA0]), payload, signature])),
        ("empty protected header", .array([.bytes([]), empty, payload, signature])),
        ("protected header without algorithm", .array([.bytes([0xA0]), empty, payload, signature])),
        (
            "algorithm as text",
            .array([.bytes(CBORItem.map([.unsigned(1): .text("ES384")]).encoded), empty, payload, signature])
        ),
        ("algorithm EdDSA", .array([.bytes([0xA1, 0x01, 0x27]), empty, payload, signature])),
        ("three parts", .array([header, empty, payload])),
        ("five parts", .array([header, empty, payload, signature, .null])),
        ("tag 17", .tagged(17, .array([header, empty, payload, signature]))),
        ("tag 18 twice", .tagged(18, .tagged(18, .array([header, empty, payload, signature])))),
        ("a map", empty), ("bytes", payload),
    ]

    @Test("is refused in any other form", arguments: refused)
    func refuse(about: String, item: CBORItem) {
        #expect(throws: AttestationError.malformed) { try COSESign1(parsing: item.encoded) }
    }
}
