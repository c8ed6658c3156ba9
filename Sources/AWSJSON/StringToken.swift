/// Where a string stands in a text, which has been checked.
struct StringToken {
    /// What is between the quotes, as offsets.
    var contents: Range<Int>
    var hasEscapes: Bool
}

extension Span where Element == UInt8 {
    /// Checks the string whose opening quote is at `start`.
    func stringToken(at start: Int) throws(JSONError) -> StringToken {
        var hasEscapes = false
        var index = start + 1
        while true {
            index = plainRunEnd(from: index)
            guard index < count else { throw .malformed(offset: count) }
            switch self[index] {
            case .quote: return StringToken(contents: start + 1..<index, hasEscapes: hasEscapes)
            case .backslash:
                index = try escape(at: index).end
                hasEscapes = true
            case 0x80...: index = try utf8SequenceEnd(at: index)
            default: throw .malformed(offset: index)
            }
        }
    }

    /// The contents of a string without its escapes, in UTF-8.
    func unescaped(_ token: StringToken) throws(JSONError) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(token.contents.count)
        var index = token.contents.lowerBound
        while index < token.contents.upperBound {
            if self[index] == .backslash {
                let escape = try escape(at: index)
                bytes.append(contentsOf: escape.scalar.utf8)
                index = escape.end
            } else {
                bytes.append(self[index])
                index += 1
            }
        }
        return bytes
    }

    /// The first offset from `start` on whose byte needs care in a JSON string: a quote, a backslash, a control
    /// character or one outside ASCII. `count` if there is none.
    func plainRunEnd(from start: Int) -> Int {
        var index = start
        // Eight bytes at a time; the run's last few are looked at one by one.
        while index + 8 <= count, Self.isPlain(bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)) {
            index += 8
        }
        while index < count, self[index].isPlain { index += 1 }
        return index
    }

    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(UInt8.quote))
        let backslashes = word ^ (ones &* UInt64(UInt8.backslash))
        // `(x &- n * ones) & ~x` has the highest bit of some byte set if and only if some byte of x is below n ≤ 128.
        let special =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            | ((word &- (ones &* 0x20)) & ~word) | word
        return special & (ones &* 0x80) == 0
    }

    /// Reads the escape whose backslash is at `start` (RFC 8259 section 7).
    private func escape(at start: Int) throws(JSONError) -> (scalar: Unicode.Scalar, end: Int) {
        guard start + 1 < count else { throw .malformed(offset: count) }
        switch self[start + 1] {
        case .quote: return ("\"", start + 2)
        case .backslash: return ("\\", start + 2)
        case UInt8(ascii: "/"): return ("/", start + 2)
        case UInt8(ascii: "b"): return ("\u{8}", start + 2)
        case UInt8(ascii: "f"): return ("\u{C}", start + 2)
        case UInt8(ascii: "n"): return ("\n", start + 2)
        case UInt8(ascii: "r"): return ("\r", start + 2)
        case UInt8(ascii: "t"): return ("\t", start + 2)
        default: return try unicodeEscape(at: start)
        }
    }

    private func unicodeEscape(at start: Int) throws(JSONError) -> (scalar: Unicode.Scalar, end: Int) {
        guard let unit = escapedUnit(at: start) else { throw .malformed(offset: start) }
        if let scalar = Unicode.Scalar(unit) { return (scalar, start + 6) }
        guard UTF16.isLeadSurrogate(unit), let trail = escapedUnit(at: start + 6), UTF16.isTrailSurrogate(trail),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00))
        else { throw .malformed(offset: start) }
        return (scalar, start + 12)
    }

    /// The UTF-16 code unit of `\uXXXX` at `start`.
    private func escapedUnit(at start: Int) -> UInt16? {
        guard start + 6 <= count, self[start] == .backslash, self[start + 1] == UInt8(ascii: "u") else { return nil }
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard let digit = self[index].hexValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// The end of the well-formed UTF-8 sequence of two bytes or more that begins at `start` (RFC 3629 section 4).
    private func utf8SequenceEnd(at start: Int) throws(JSONError) -> Int {
        // The second byte's limits keep out overlong forms, surrogates and what is beyond U+10FFFF.
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch self[start] {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: throw .invalidUTF8(offset: start)
            }
        guard start + length <= count, second.contains(self[start + 1]) else { throw .invalidUTF8(offset: start) }
        for index in start + 2..<start + length where self[index] & 0xC0 != 0x80 {
            throw .invalidUTF8(offset: start)
        }
        return start + length
    }
}

extension UInt8 {
    fileprivate var isPlain: Bool { self >= 0x20 && self < 0x80 && self != .quote && self != .backslash }
}
