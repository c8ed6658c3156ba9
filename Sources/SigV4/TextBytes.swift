extension UInt8 {
    /// RFC 3986, section 2.3: what percent-encoding leaves alone.
    var isURIUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    /// RFC 9110, section 5.6.2, of which lower-case header names are made.
    var isLowerCaseTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    var isWhitespace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }

    var decimalValue: Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? Int(self - UInt8(ascii: "0")) : nil
    }

    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension [UInt8] {
    mutating func append(ascii character: Unicode.Scalar) { append(UInt8(ascii: character)) }

    /// Two lower-case hex digits for each byte.
    mutating func append(hexOf bytes: [UInt8]) {
        reserveCapacity(count + 2 * bytes.count)
        for byte in bytes {
            append(Self.lowerCaseHex(byte >> 4))
            append(Self.lowerCaseHex(byte & 15))
        }
    }

    /// RFC 3986, section 2.1, with upper-case digits as SigV4 wants them.
    mutating func append(percentEncoded byte: UInt8) {
        append(ascii: "%")
        append(Self.upperCaseHex(byte >> 4))
        append(Self.upperCaseHex(byte & 15))
    }

    /// RFC 4648, section 4, with padding.
    mutating func append(base64Of bytes: [UInt8]) {
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<Swift.min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                append(place <= group.count ? Self.base64Digit(UInt8(bits >> UInt32(18 - 6 * place) & 63)) : 0x3D)
            }
        }
    }

    private static func lowerCaseHex(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    private static func upperCaseHex(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    private static func base64Digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
