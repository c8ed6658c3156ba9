import AWSJSON
import Testing

@Suite struct NumberReadingTests {
    @Test(
        "Integers are read whatever their form",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775807.000", .max), ("922337203685477580.7e1", .max), ("-9223372036854775808e0", .min),
            ("1.0", 1), ("1e2", 100), ("1E+2", 100), ("1.5e1", 15), ("100e-2", 1), ("12300e-0002", 123),
            ("0e999999999999999999999999", 0),
            ("0.000e-999999999999999999999999", 0), ("1e18", 1_000_000_000_000_000_000), ("0.00001e5", 1),
            ("-0.0", 0), ("9223372036854775807000e-3", .max),
        ] as [(String, Int64)])
    func integers(text: String, expected: Int64) throws {
        #expect(try readInt64(text) == expected)
        #expect(JSONNumber(text: text)?.int64 == expected)
    }

    @Test(
        "Integers beyond 64 bits are refused",
        arguments: [
            "9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1e19",
            "-1e19",
            "1e400", "-1e400", "1e999999999999999999999999", "99999999999999999999999999999999999999",
            "9223372036854775808.0", "1.8446744073709551616e19", "1e20",
        ])
    func integersOutOfRange(text: String) {
        #expect(throws: JSONError.numberOutOfRange(offset: 1)) { try readInt64(" \(text)") }
        #expect(JSONNumber(text: text)?.int64 == nil)
    }

    @Test(
        "Fractions are no integers",
        arguments: ["0.5", "1.5", "-1.000000000000000000000000001", "1e-1", "15e-1", "1e-400", "1.23e1"])
    func fractions(text: String) {
        #expect(throws: JSONError.fractionalNumber(offset: 1)) { try readInt64(" \(text)") }
    }

    @Test(
        "What only looks like a number is refused",
        arguments: [
            ("-", 1), ("+1", 0), ("01", 0), ("-01", 1), ("00", 0), ("1.", 2), (".5", 0), ("-.5", 1), ("1.e1", 2),
            ("1e", 2),
            ("1e+", 3), ("1E-", 3), ("1e1.5", 3), ("1.0.3", 3), ("1_000", 1), ("0x10", 1), ("1f", 1), ("--1", 1),
            ("- 1", 1),
            ("-Infinity", 1), ("1e 1", 2),
        ])
    func malformed(text: String, offset: Int) {
        #expect(throws: JSONError.malformed(offset: offset)) { try readInt64(text) }
        #expect(throws: JSONError.malformed(offset: offset)) { try readDouble(text) }
        #expect(throws: JSONError.malformed(offset: offset)) { try readTimestamp(text) }
        #expect(throws: JSONError.malformed(offset: offset)) { try skip(text) }
        #expect(JSONNumber(text: text) == nil)
    }

    @Test(
        "Doubles are the nearest ones",
        arguments: [
            ("0", 0), ("1", 1), ("-2.5", -2.5), ("0.1", 0.1), ("1e2", 100),
            ("1.7976931348623157e308", .greatestFiniteMagnitude),
            ("5e-324", .leastNonzeroMagnitude), ("1e-400", 0), ("9007199254740993", 9_007_199_254_740_992),
            ("2.2250738585072011e-308", .leastNormalMagnitude.nextDown), ("\"Infinity\"", .infinity),
            ("\"-Infinity\"", -.infinity),
        ] as [(String, Double)])
    func doubles(text: String, expected: Double) throws {
        #expect(try readDouble(text) == expected)
    }

    @Test("Doubles keep the sign of zero and know NaN by its name")
    func specialDoubles() throws {
        #expect(try readDouble("-0").sign == .minus)
        #expect(try readDouble("\"NaN\"").isNaN)
    }

    @Test(
        "Numbers beyond the largest double are refused",
        arguments: ["1e400", "-1e400", "1.7976931348623159e308", "1e309"])
    func doublesOutOfRange(text: String) {
        #expect(throws: JSONError.numberOutOfRange(offset: 1)) { try readDouble(" \(text)") }
    }

    @Test(
        "Timestamps are rounded to the millisecond",
        arguments: [
            ("0", 0), ("1700000000", 1_700_000_000_000), ("1700000000.123", 1_700_000_000_123),
            ("1.700000000123E9", 1_700_000_000_123), ("1.7E9", 1_700_000_000_000), ("0.0004", 0), ("0.0005", 1),
            ("0.00049999999999999999999", 0), ("0.9995", 1000), ("-0.0005", -1), ("-0.0004", 0), ("-1.5", -1500),
            ("1e-400", 0), ("5e-4", 1), ("49e-5", 0), ("9223372036854775.807", .max), ("-9223372036854775.808", .min),
            ("9223372036854775.8074", .max), ("1700000000.1235", 1_700_000_000_124),
        ] as [(String, Int64)])
    func timestamps(text: String, milliseconds: Int64) throws {
        #expect(try readTimestamp(text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(
        "Timestamps beyond 64 bits are refused",
        arguments: [
            "9223372036854775.8075", "-9223372036854775.8085", "9223372036854776", "1e400", "-1e16",
            "18446744073709551.6155", "18446744073709551.616",
        ])
    func timestampsOutOfRange(text: String) {
        #expect(throws: JSONError.numberOutOfRange(offset: 0)) { try readTimestamp(text) }
    }

    @Test("A timestamp made of seconds stops at the ends, and timestamps are in order")
    func timestampSeconds() {
        #expect(Timestamp(seconds: 1_700_000_000).milliseconds == 1_700_000_000_000)
        #expect(Timestamp(seconds: .max).milliseconds == .max)
        #expect(Timestamp(seconds: .min).milliseconds == .min)
        #expect(Timestamp(seconds: -1) < Timestamp(seconds: 0))
    }
}
