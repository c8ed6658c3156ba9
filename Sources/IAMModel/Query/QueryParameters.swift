/// The parameters of AWS's query protocol, form-encoded in a body or after a URL's question mark
/// (https://url.spec.whatwg.org/#application/x-www-form-urlencoded).
///
/// They are taken apart once; finding one takes time logarithmic in their number.
public struct QueryParameters: Sendable {
    /// Sorted by name; of those with the same name the first stands first.
    let entries: [Entry]
    /// Whether there were more than `countMax`; those beyond are not here.
    public let isTruncated: Bool

    struct Entry: Sendable {
        /// Decoded. Names are compared byte by byte: Swift's `==` takes the Kelvin sign for a K.
        var name: [UInt8]
        /// As it was sent.
        var value: ArraySlice<UInt8>

        var text: String { String(decoding: QueryParameters.decode(value), as: UTF8.self) }
    }

    public static let mediaType = "application/x-www-form-urlencoded"
    /// More than any request of IAM or STS has.
    public static let countMax = 10_000

    /// - Parameter bytes: `name=value` with `&` between them; percent signs and plus signs are undone in both.
    public init(bytes: [UInt8]) {
        var entries: [Entry] = []
        var rest = bytes[...]
        while !rest.isEmpty, entries.count < Self.countMax {
            let parameter = rest.prefix { $0 != UInt8(ascii: "&") }
            rest = rest[parameter.endIndex...].dropFirst()
            guard !parameter.isEmpty else { continue }
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            entries.append(Entry(name: Self.decode(name), value: parameter[name.endIndex...].dropFirst()))
        }
        isTruncated = !rest.isEmpty
        // The sort is stable.
        self.entries = entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// The first value of a parameter; what is no UTF-8 in it is replaced.
    public subscript(name: String) -> String? { first(named: Array(name.utf8))?.text }

    func first(named name: [UInt8]) -> Entry? {
        let index = firstIndex(notBefore: name)
        return index < entries.count && entries[index].name == name ? entries[index] : nil
    }

    /// All parameters whose names begin with a prefix.
    func entries(under prefix: [UInt8]) -> ArraySlice<Entry> {
        entries[firstIndex(notBefore: prefix)...].prefix { $0.name.starts(with: prefix) }
    }

    func hasEntries(under prefix: [UInt8]) -> Bool {
        let index = firstIndex(notBefore: prefix)
        return index < entries.count && entries[index].name.starts(with: prefix)
    }

    private func firstIndex(notBefore name: [UInt8]) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].name.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
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
        return decoded
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
