/// Hexadecimal, two digits for each byte (RFC 4648 section 8).
public enum Hex {
    /// In lower case.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text = [UInt8]()
        text.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            text.append(.hexDigit(byte >> 4))
            text.append(.hexDigit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Parameter text: in either case.
    /// - Returns: nil if there is anything but digits, or an odd number of them.
    public static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

    /// - Parameter text: in ASCII, in either case.
    /// - Returns: nil if there is anything but digits, or an odd number of them.
    public static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes = [UInt8]()
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = text[index].hexValue, let low = text[index + 1].hexValue else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
