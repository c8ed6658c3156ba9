import Gateway
import Logging
import Testing

@testable import trent

@Suite struct LogFormatTests {
    func line(_ format: LogFormat, _ message: String, _ fields: [(String, Logger.MetadataValue)]) -> String {
        let fields = fields.map { LogField(name: $0.0, value: $0.1) }
        return String(
            decoding: format.line(time: "now", level: .info, message: message, fields: fields), as: UTF8.self)
    }

    @Test func aLineOfTextNamesItsFields() {
        let fields: [(String, Logger.MetadataValue)] = [("a", "1"), ("b", .stringConvertible(2.5))]
        #expect(line(.text, "call", fields) == "now info call a=1 b=2.5\n")
    }

    @Test(arguments: [
        ("", #""""#), ("two words", #""two words""#), (#"say "hi""#, #""say \"hi\"""#), ("a\nb", #""a\nb""#),
        ("a=b", "a=b"), ("é", "é"), ("a\u{2028}b", #""a b""#), ("a\u{85}b", #""a b""#),
    ])
    func aFieldsTextIsQuotedWhereItMustBe(value: String, written: String) {
        #expect(line(.text, "m", [("f", .string(value))]) == "now info m f=\(written)\n")
    }

    @Test func noTextCanPretendToBeALineOfItsOwn() {
        let forged = "m\nnow info forged\r\u{2029}x"
        for format in LogFormat.allCases {
            let line = line(format, forged, [("f", .string(forged))])
            #expect(line.unicodeScalars.filter { "\n\r".unicodeScalars.contains($0) }.count == 1)
            #expect(line.hasSuffix("\n"))
        }
    }

    @Test func aLineOfJSONKeepsNumbersAsNumbers() {
        let fields: [(String, Logger.MetadataValue)] = [
            ("status", .stringConvertible(200)), ("ms", .stringConvertible(0.25)), ("who", "me \"x\""),
        ]
        #expect(
            line(.json, "call", fields)
                == #"{"time":"now","level":"info","message":"call","status":200,"ms":0.25,"who":"me \"x\""}"# + "\n")
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_000_001_007, "2026-11-18T11:06:41.007Z"),
            (951_782_400_999, "2000-02-29T00:00:00.999Z"),
        ] as [(Int64, String)])
    func timesAreInUTC(milliseconds: Int64, text: String) {
        #expect(timestamp(milliseconds) == text)
    }
}
