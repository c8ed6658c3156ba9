import AWSJSON
import Foundation
import Testing

@Suite struct Base64Tests {
    @Test(
        "The vectors of RFC 4648 section 10 hold",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, encoded: String) throws {
        let bytes = Array(plain.utf8)
        let unpadded = encoded.filter { $0 != "=" }
        #expect(Base64.encode(bytes) == encoded)
        #expect(Base64.decode(encoded) == bytes)
        #expect(Base64.encode(bytes, alphabet: .urlSafe) == unpadded)
        #expect(Base64.decode(unpadded, alphabet: .urlSafe) == bytes)
        #expect(try readBlob("\"\(encoded)\"") == Blob(bytes))
        #expect(try Blob(base64: encoded) == Blob(bytes))
        #expect(Blob(bytes).base64 == encoded)
    }

    @Test("The alphabets differ in their last two digits")
    func alphabets() {
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
        #expect(Base64.encode([0xFB, 0xFF], alphabet: .urlSafe) == "-_8")
        #expect(Base64.decode("+/8=", alphabet: .urlSafe) == nil)
        #expect(Base64.decode("+/8", alphabet: .urlSafe) == nil)
        #expect(Base64.decode("-_8=") == nil)
        #expect(Base64.decode("-_8=", alphabet: .urlSafe) == nil)
    }

    @Test(
        "What is not padded base64 is refused",
        arguments: [
            "A", "AA", "AAA", "AAAAA", "AA=", "A===", "=", "==", "====", "AAA==", "AAAA=", "AAAA====", "AA==AA==",
            "AA=A",
            "=AAA", "AAAA\nAAAA", " AAAA", "AAAA ", "AA A", "AAA\u{0}", "AAAé", "AA*A", "AAA-", "AAA_", "AAA,",
            "\u{0}\u{0}==",
        ])
    func refused(text: String) throws {
        #expect(Base64.decode(text) == nil)
        #expect(throws: JSONError.invalidBase64(offset: 0)) { try Blob(base64: text) }
        var writer = JSONWriter()
        writer.string(text)
        let quoted = String(decoding: writer.bytes, as: UTF8.self)
        #expect(throws: JSONError.invalidBase64(offset: 1)) { try readBlob(" " + quoted) }
    }

    @Test("Bits that make no whole byte are ignored")
    func trailingBits() throws {
        #expect(try readBlob("\"QR==\"").bytes == [0x41])
        #expect(try readBlob("\"QUJ=\"").bytes == [0x41, 0x42])
    }

    @Test("Escapes in a blob's string are undone first")
    func escapes() throws {
        #expect(try readBlob(#""\/\/8\u003d""#).bytes == [0xFF, 0xFF])
        #expect(throws: JSONError.invalidBase64(offset: 0)) { try readBlob(#""AAAA\n""#) }
        #expect(throws: JSONError.malformed(offset: 5)) { try readBlob(#""AAAA\x""#) }
    }

    @Test("Encoding is Foundation's, and decoding undoes it, for every length to 200")
    func encodesLikeFoundation() {
        var random = SplitMix64(seed: 64)
        for count in 0...200 {
            let bytes = random.bytes(count)
            let encoded = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == encoded)
            #expect(Base64.decode(encoded) == bytes)
            #expect(Base64.decode(Base64.encode(bytes, alphabet: .urlSafe), alphabet: .urlSafe) == bytes)
        }
    }

    @Test("Random texts decode as Foundation decodes them")
    func decodesLikeFoundation() {
        var random = SplitMix64(seed: 65)
        let suspects = Array("AQgwZz019+/-_=\n *".utf8) + [0x80, 0xFF]
        for _ in 0..<20_000 {
            var text = Array(Base64.encode(random.bytes(random.below(12))).utf8)
            for _ in 0..<random.below(3) where !text.isEmpty {
                let place = random.below(text.count)
                if random.below(2) == 0 {
                    text[place] = suspects[random.below(suspects.count)]
                } else {
                    text.remove(at: place)
                }
            }
            let ours = Base64.decode(text)
            let oracle = Data(base64Encoded: Data(text)).map { Array($0) }
            #expect(ours == oracle || ours == nil && isKnownLeniency(text), "\(text)")
        }
    }

    /// Foundation also takes too much padding, and any digit after the padding's first of two places.
    private func isKnownLeniency(_ text: [UInt8]) -> Bool {
        let padding = UInt8(ascii: "=")
        let isOverpadded = text.last == padding && (text.count % 4 != 0 || text.suffix(3).allSatisfy { $0 == padding })
        return isOverpadded || text.count % 4 == 0 && text.last != padding && text.dropLast().last == padding
    }

    @Test("Printing a blob shows nothing of its bytes")
    func blobIsSilent() {
        let blob = Blob([0xAB, 0xCD])
        var dumped = ""
        dump(blob, to: &dumped)
        for text in ["\(blob)", String(reflecting: blob), "\([blob])", dumped] {
            #expect(text.contains("Blob(2 bytes)"))
            #expect(!text.contains("171"))
        }
    }
}
