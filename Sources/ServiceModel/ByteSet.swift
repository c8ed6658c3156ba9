/// A set of ASCII characters.
public struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    private init() {}

    public init(_ characters: StaticString) {
        characters.withUTF8Buffer { bytes in
            for byte in bytes { insert(byte) }
        }
    }

    private init(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    public func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<64: low & 1 << UInt64(byte) != 0
        case 64..<128: high & 1 << UInt64(byte - 64) != 0
        default: false
        }
    }

    public func union(_ other: ByteSet) -> ByteSet {
        var union = ByteSet()
        union.low = low | other.low
        union.high = high | other.high
        return union
    }

    public func union(_ characters: StaticString) -> ByteSet { union(ByteSet(characters)) }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }

    public static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    public static let lowerCase = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
    public static let upperCase = ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    public static let letters = lowerCase.union(upperCase)
    public static let alphanumerics = letters.union(digits)
    /// `\w` without Unicode.
    public static let wordCharacters = alphanumerics.union("_")
}

extension Sequence<UInt8> {
    public func consists(of set: ByteSet) -> Bool { allSatisfy(set.contains) }
}

extension BidirectionalCollection<UInt8> where SubSequence: BidirectionalCollection<UInt8> {
    public func equals(_ text: StaticString) -> Bool { text.withUTF8Buffer { elementsEqual($0) } }

    /// What comes after a prefix; nil if it does not begin with it.
    public func removing(_ prefix: StaticString) -> SubSequence? {
        prefix.withUTF8Buffer { starts(with: $0) } ? dropFirst(prefix.utf8CodeUnitCount) : nil
    }

    /// What comes before a suffix; nil if it does not end with it.
    public func removingLast(_ suffix: StaticString) -> SubSequence? {
        let count = suffix.utf8CodeUnitCount
        return suffix.withUTF8Buffer { self.suffix(count).elementsEqual($0) } ? dropLast(count) : nil
    }
}
