/// The parameters of AWS's query protocol, form-encoded in a body or after a URL's question mark
/// (https://url.spec.whatwg.org/#application/x-www-form-urlencoded).
struct QueryParameters: Sendable {
    let bytes: [UInt8]

    static let mediaType = "application/x-www-form-urlencoded"

    /// The first value of a parameter; what is no UTF-8 in it is replaced.
    /// - Parameter name: of characters that encode to themselves.
    subscript(name: String) -> String? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let parameter = rest.prefix { $0 != UInt8(ascii: "&") }
            rest = rest[parameter.endIndex...].dropFirst()
            let found = parameter.prefix { $0 != UInt8(ascii: "=") }
            if found.elementsEqual(name.utf8) { return Self.decode(parameter[found.endIndex...].dropFirst()) }
        }
        return nil
    }

    private static func decode(_ text: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                let isEscape = digits.count == 2 && digits.allSatisfy(\.isHexDigit)
                let value = isEscape ? UInt8(String(decoding: digits, as: UTF8.self), radix: 16) : nil
                decoded.append(value ?? byte)
                if value != nil { rest = rest.dropFirst(2) }
            default: decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}
