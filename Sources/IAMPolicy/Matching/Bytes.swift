// Policies compare exact bytes. `String ==` takes canonically equivalent texts for the same one, so texts are compared
// as UTF-8.

extension String {
    func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    var bytes: [UInt8] { Array(utf8) }

    /// Without a copy, where the string has its bytes in one piece.
    func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body($0.span) }
    }
}

extension UInt8 {
    static let star = UInt8(ascii: "*")
    static let questionMark = UInt8(ascii: "?")
    static let colon = UInt8(ascii: ":")
    static let slash = UInt8(ascii: "/")

    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isUpperCase: Bool { self &- 0x41 < 26 }
    /// In ASCII; other bytes stay as they are.
    var lowerCased: UInt8 { isUpperCase ? self | 0x20 : self }
}

extension Span where Element == UInt8 {
    func equals(_ other: Span<UInt8>) -> Bool {
        count == other.count && hasPrefix(other)
    }

    func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
        guard prefix.count <= count else { return false }
        for index in prefix.indices where self[index] != prefix[index] { return false }
        return true
    }
}
