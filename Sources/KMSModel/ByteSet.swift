/// A set of ASCII characters.
struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    private init() {}

    init(_ characters: StaticString) {
        characters.withUTF8Buffer { bytes in
            for byte in bytes { insert(byte) }
        }
    }

    private init(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<64: low & 1 << UInt64(byte) != 0
        case 64..<128: high & 1 << UInt64(byte - 64) != 0
        default: false
        }
    }

    func union(_ other: ByteSet) -> ByteSet {
        var union = ByteSet()
        union.low = low | other.low
        union.high = high | other.high
        return union
    }

    func union(_ characters: StaticString) -> ByteSet { union(ByteSet(characters)) }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }

    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let lowerCase = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
    static let upperCase = ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    static let letters = lowerCase.union(upperCase)
    static let alphanumerics = letters.union(digits)
    /// `\w` without Unicode.
    static let wordCharacters = alphanumerics.union("_")
}

extension Sequence<UInt8> {
    func consists(of set: ByteSet) -> Bool { allSatisfy(set.contains) }
}

extension BidirectionalCollection<UInt8> where SubSequence: BidirectionalCollection<UInt8> {
    func equals(_ text: StaticString) -> Bool { text.withUTF8Buffer { elementsEqual($0) } }

    /// What comes after a prefix; nil if it does not begin with it.
    func removing(_ prefix: StaticString) -> SubSequence? {
        prefix.withUTF8Buffer { starts(with: $0) } ? dropFirst(prefix.utf8CodeUnitCount) : nil
    }

    /// What comes before a suffix; nil if it does not end with it.
    func removingLast(_ suffix: StaticString) -> SubSequence? {
        let count = suffix.utf8CodeUnitCount
        return suffix.withUTF8Buffer { self.suffix(count).elementsEqual($0) } ? dropLast(count) : nil
    }
}
