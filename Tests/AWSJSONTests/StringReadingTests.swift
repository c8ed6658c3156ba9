import AWSJSON
import Testing

@Suite struct StringReadingTests {
    @Test(
        "Escapes are undone",
        arguments: [
            (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""a\u0041\u00e9\u00E9\u8a9e""#, "aAéé語"),
            (#""\ud83d\ude00\uD83D\uDE00""#, "😀😀"), (#""\u0000""#, "\u{0}"), (#""\udbff\udfff""#, "\u{10FFFF}"),
            (#""\ud800\udc00""#, "\u{10000}"), (#""\ufeff""#, "\u{FEFF}"), (#""\\u0041""#, "\\u0041"),
            ("\"\u{7F}\"", "\u{7F}"),
            (#""0123456789abcdef\n0123456789""#, "0123456789abcdef\n0123456789"), ("\"\u{FEFF}\"", "\u{FEFF}"),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try readString(text).utf8.elementsEqual(expected.utf8))
        let member = try JSONValue(parsing: Array("{\(text):0}".utf8)).members?.first
        #expect(member?.name.utf8.elementsEqual(expected.utf8) == true)
    }

    @Test(
        "Wrong escapes and lone surrogates are refused at their backslash",
        arguments: [
            #"\x"#, #"\u"#, #"\u00"#, #"\u004"#, #"\u00zz"#, #"\u004g"#, #"\U0041"#, #"\'"#, #"\0"#, #"\a"#, #"\v"#,
            #"\ud800"#, #"\ud800x"#, #"\ud800\n"#, #"\ud800\u0041"#, #"\ud800\ud800"#, #"\udc00"#, #"\udfff\ud800"#,
            #"\ud800\udbff"#, #"\ud800\ue000"#, #"\u+041"#, #"\u 041"#,
        ])
    func wrongEscapes(escape: String) {
        #expect(throws: JSONError.malformed(offset: 3)) { try readString("\"ab\(escape)\"") }
        #expect(throws: JSONError.malformed(offset: 3)) { try skip("\"ab\(escape)    \"") }
    }

    @Test(
        "An unclosed string is refused at the text's end",
        arguments: ["\"", "\"abc", "\"abcdefghijkl", "\"\\", "\"\\\""])
    func unclosed(text: String) {
        #expect(throws: JSONError.malformed(offset: text.utf8.count)) { try readString(text) }
    }

    @Test("Every byte is taken or refused alike at every place of a string")
    func everyByteEverywhere() {
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
            for place in 0..<20 {
                var contents = Array("abcdefghij~ ABC!#[]^".utf8)
                contents[place] = byte
                let text = Array("\"".utf8) + contents + Array("\"".utf8)
                let expected: Result<String, JSONError> =
                    switch byte {
                    case ..<0x20: .failure(.malformed(offset: place + 1))
                    case ..<0x80: .success(String(decoding: contents, as: UTF8.self))
                    default: .failure(.invalidUTF8(offset: place + 1))
                    }
                #expect(Result { () throws(JSONError) in try readString(text) } == expected, "\(byte) at \(place)")
            }
        }
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC0], [0xE0, 0x9F, 0xBF],
            [0xE0, 0x80, 0x80], [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80], [0xF0, 0x90, 0x80, 0x41], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.invalidUTF8(offset: 1)) { try readString([quote] + bytes + [quote]) }
        #expect(throws: JSONError.invalidUTF8(offset: 1)) {
            try read([quote] + bytes + [quote]) { reader throws(JSONError) in try reader.skipValue() }
        }
        #expect(throws: JSONError.invalidUTF8(offset: 1)) { try readString([quote] + bytes) }
    }

    @Test(
        "The ends of UTF-8's ranges are taken",
        arguments: [0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0x10FFFF]
            as [UInt32])
    func validUTF8(value: UInt32) throws {
        let text = String(Character(try #require(Unicode.Scalar(value))))
        #expect(try readString("\"\(text)\"").utf8.elementsEqual(text.utf8))
    }

    @Test("All pairs of bytes and random longer sequences are UTF-8 to us if they are to Swift")
    func agreesWithSwift() {
        func check(_ contents: [UInt8]) {
            let text = [UInt8(ascii: "\"")] + contents + [UInt8(ascii: "\"")]
            #expect((try? readString(text)) == String(validating: contents, as: UTF8.self), "\(contents)")
        }
        for first in 0x80...0xFF as ClosedRange<UInt8> {
            for second in 0x80...0xFF as ClosedRange<UInt8> { check([first, second]) }
        }
        var random = SplitMix64(seed: 7)
        let edges: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
        for lead in 0xE0...0xFF as ClosedRange<UInt8> {
            for _ in 0..<300 {
                check([lead] + (0..<(2 + random.below(3))).map { _ in edges[random.below(edges.count)] })
            }
        }
    }
}
