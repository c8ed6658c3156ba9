/// Base64 as in RFC 4648. Decoding skips nothing, and ignores those bits of the last digit that make no whole byte.
public enum Base64 {
    public struct Alphabet: Sendable {
        let digits: [UInt8]
        /// For each byte the digit's value, or `notADigit`.
        let values: [UInt8]
        let isPadded: Bool

        /// With `+` and `/`. Padding is written, and required when decoding.
        public static let standard = Alphabet(lastDigits: "+/", isPadded: true)
        /// With `-` and `_`. Padding is neither written nor accepted, as in RFC 7515.
        public static let urlSafe = Alphabet(lastDigits: "-_", isPadded: false)

        static let notADigit: UInt8 = 0xFF

        private init(lastDigits: String, isPadded: Bool) {
            let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(lastDigits)".utf8)
            var values = [UInt8](repeating: Self.notADigit, count: 256)
            for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
            self.digits = digits
            self.values = values
            self.isPadded = isPadded
        }

        func encodedCount(_ byteCount: Int) -> Int {
            isPadded ? (byteCount + 2) / 3 * 4 : (byteCount * 4 + 2) / 3
        }
    }

    public static func encode(_ bytes: [UInt8], alphabet: Alphabet = .standard) -> String {
        var text = [UInt8]()
        append(bytes.span, to: &text, alphabet: alphabet)
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil if the text is not base64 in this alphabet.
    public static func decode(_ text: String, alphabet: Alphabet = .standard) -> [UInt8]? {
        decode(Array(text.utf8), alphabet: alphabet)
    }

    /// Decodes a text in ASCII.
    /// - Returns: nil if the text is not base64 in this alphabet.
    public static func decode(_ text: [UInt8], alphabet: Alphabet = .standard) -> [UInt8]? {
        decode(text.span, alphabet: alphabet)
    }

    static func append(_ bytes: Span<UInt8>, to text: inout [UInt8], alphabet: Alphabet) {
        text.append(addingCapacity: alphabet.encodedCount(bytes.count)) { target in
            target.withUnsafeMutableBufferPointer { target, count in
                count = alphabet.encodedCount(bytes.count)
                encode(bytes, to: target, alphabet.digits.span)
                for index in stride(from: count - 1, to: (bytes.count * 4 + 2) / 3 - 1, by: -1) {
                    target[index] = padding
                }
            }
        }
    }

    /// Without padding.
    private static func encode(
        _ bytes: Span<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>, _ digits: Span<UInt8>
    ) {
        var (read, write) = (0, 0)
        while read + 3 <= bytes.count {
            let group = UInt32(bytes[read]) << 16 | UInt32(bytes[read + 1]) << 8 | UInt32(bytes[read + 2])
            output[write] = digits[Int(group >> 18)]
            output[write + 1] = digits[Int(group >> 12 & 63)]
            output[write + 2] = digits[Int(group >> 6 & 63)]
            output[write + 3] = digits[Int(group & 63)]
            read += 3
            write += 4
        }
        guard read < bytes.count else { return }
        let hasTwo = read + 1 < bytes.count
        let group = UInt32(bytes[read]) << 16 | (hasTwo ? UInt32(bytes[read + 1]) << 8 : 0)
        output[write] = digits[Int(group >> 18)]
        output[write + 1] = digits[Int(group >> 12 & 63)]
        if hasTwo { output[write + 2] = digits[Int(group >> 6 & 63)] }
    }

    static func decode(_ text: Span<UInt8>, alphabet: Alphabet) -> [UInt8]? {
        guard let digitCount = digitCount(of: text, alphabet: alphabet) else { return nil }
        var bytes = [UInt8](repeating: 0, count: digitCount * 3 / 4)
        let values = alphabet.values.span
        var output = bytes.mutableSpan
        // A value has 6 bits; one that is not a digit sets the upper two. Looked at once, at the end.
        var seen: UInt8 = 0
        var read = 0
        var write = 0
        while read + 4 <= digitCount {
            let first = values[Int(text[read])]
            let second = values[Int(text[read + 1])]
            let third = values[Int(text[read + 2])]
            let fourth = values[Int(text[read + 3])]
            seen |= first | second | third | fourth
            output[write] = first << 2 | second >> 4
            output[write + 1] = second << 4 | third >> 2
            output[write + 2] = third << 6 | fourth
            read += 4
            write += 3
        }
        if read < digitCount {
            let first = values[Int(text[read])]
            let second = values[Int(text[read + 1])]
            let third = read + 2 < digitCount ? values[Int(text[read + 2])] : 0
            seen |= first | second | third
            output[write] = first << 2 | second >> 4
            if read + 2 < digitCount { output[write + 1] = second << 4 | third >> 2 }
        }
        return seen < 64 ? bytes : nil
    }

    private static let padding = UInt8(ascii: "=")

    /// How many bytes of the text come before its padding; nil if no base64 is as long.
    private static func digitCount(of text: Span<UInt8>, alphabet: Alphabet) -> Int? {
        var count = text.count
        if alphabet.isPadded {
            guard count % 4 == 0 else { return nil }
            if count > 0, text[count - 1] == padding { count -= 1 }
            if count % 4 == 3, text[count - 1] == padding { count -= 1 }
        }
        return count % 4 == 1 ? nil : count
    }
}
