import AWSJSON
import Foundation
import Testing

@Suite struct JSONWriterTests {
    @Test("Commas and colons come by themselves")
    func structure() {
        let text = write { writer in
            writer.beginObject()
            writer.name("a")
            writer.beginArray()
            writer.int(1)
            writer.bool(true)
            writer.null()
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.endArray()
            writer.string("s")
            writer.endArray()
            writer.name("b")
            writer.bool(false)
            writer.name("c\"")
            writer.blob(Blob([1, 2]))
            writer.endObject()
        }
        #expect(text == #"{"a":[1,true,null,{},[],"s"],"b":false,"c\"":"AQI="}"#)
    }

    @Test(
        "Only what must be escaped is escaped",
        arguments: [
            ("", ""), ("a/b", "a/b"), ("\"\\", #"\"\\"#), ("\u{8}\t\n\u{C}\r", #"\b\t\n\f\r"#),
            ("\u{0}\u{1F}", #"\u0000\u001f"#),
            ("\u{7F}é語😀\u{2028}", "\u{7F}é語😀\u{2028}"),
            ("0123456789abcdef\"0123456789abcdef", #"0123456789abcdef\"0123456789abcdef"#),
            ("é\"é", #"é\"é"#),
        ])
    func strings(text: String, expected: String) {
        #expect(write { $0.string(text) }.utf8.elementsEqual("\"\(expected)\"".utf8))
    }

    @Test(
        "Integers are written in full",
        arguments: [(0, "0"), (-1, "-1"), (10, "10"), (.max, "9223372036854775807"), (.min, "-9223372036854775808")]
            as [(Int64, String)])
    func integers(value: Int64, expected: String) {
        #expect(write { $0.int(value) } == expected)
    }

    @Test(
        "Timestamps are plain decimal seconds",
        arguments: [
            (0, "0"), (1_700_000_000_000, "1700000000"), (1_700_000_000_123, "1700000000.123"),
            (1_700_000_000_120, "1700000000.120"), (5, "0.005"), (50, "0.050"), (-5, "-0.005"), (-1500, "-1.500"),
            (.max, "9223372036854775.807"), (.min, "-9223372036854775.808"),
        ] as [(Int64, String)])
    func timestamps(milliseconds: Int64, expected: String) throws {
        let timestamp = Timestamp(milliseconds: milliseconds)
        #expect(write { $0.timestamp(timestamp) } == expected)
        #expect(try readTimestamp(expected) == timestamp)
    }

    @Test(
        "Doubles read back as they were",
        arguments: [
            0, 1, -1, 0.1, 1e16, 1e-7, 1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi, .infinity,
            -.infinity,
        ])
    func doubles(value: Double) throws {
        #expect(try readDouble(write { $0.double(value) }) == value)
    }

    @Test("A double without a number is a name, and minus zero stays")
    func specialDoubles() throws {
        #expect(write { $0.double(.nan) } == "\"NaN\"")
        #expect(write { $0.double(-0.0) } == "-0.0")
    }

    @Test("Random doubles, integers, timestamps, blobs and strings read back as they were")
    func roundTrip() throws {
        var documents = RandomDocument(seed: 9)
        for _ in 0..<3000 {
            let double = Double(bitPattern: documents.random.next())
            if double.isFinite { #expect(try readDouble(write { $0.double(double) }) == double) }
            let integer = Int64(truncatingIfNeeded: documents.random.next()) >> Int64(documents.random.below(64))
            #expect(try readInt64(write { $0.int(integer) }) == integer)
            #expect(try readTimestamp(write { $0.timestamp(Timestamp(milliseconds: integer)) }).milliseconds == integer)
            let blob = Blob(documents.random.bytes(documents.random.below(40)))
            #expect(try readBlob(write { $0.blob(blob) }) == blob)
            let string = try readString(documents.string())
            #expect(try readString(write { $0.string(string) }).utf8.elementsEqual(string.utf8))
        }
    }

    @Test("A string that Foundation holds is written as any other")
    func bridgedString() {
        let bridged = NSString(string: "é\"語") as String
        #expect(write { $0.string(bridged) } == #""é\"語""#)
    }
}
