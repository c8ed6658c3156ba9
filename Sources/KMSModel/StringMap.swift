public import AWSJSON
public import ServiceModel

/// A map from string to string, such as an encryption context, in the order in which its keys were first sent.
///
/// Keys are the same if their UTF-8 bytes are: a composed and a decomposed é are two keys, other than in Swift.
public struct StringMap: Hashable, Sendable {
    public struct Pair: Sendable {
        public let key: String
        public let value: String
    }

    /// No two have the same key.
    public private(set) var pairs: [Pair] = []

    public init() {}

    /// - Parameter pairs: keys with their values; of those with the same key the last value wins.
    public init(_ pairs: [(String, String)]) {
        var builder = Builder()
        for (key, value) in pairs { builder.set(key, value) }
        self = builder.map
    }

    public var isEmpty: Bool { pairs.isEmpty }

    public subscript(key: String) -> String? {
        let key = UTF8Text(key)
        return pairs.first { UTF8Text($0.key) == key }?.value
    }

    /// Whether both have the same keys with the same values, byte by byte, in whatever order.
    public static func == (one: StringMap, other: StringMap) -> Bool { one.pairSet == other.pairSet }

    public func hash(into hasher: inout Hasher) { hasher.combine(pairSet) }

    private var pairSet: [UTF8Text: UTF8Text] {
        Dictionary(uniqueKeysWithValues: pairs.map { (UTF8Text($0.key), UTF8Text($0.value)) })
    }
}

extension StringMap: RecordedValue, WireValue {
    public func record(to writer: inout JSONWriter) { write(to: &writer) }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for pair in pairs {
            writer.name(pair.key)
            writer.string(pair.value)
        }
        writer.endObject()
    }
}

extension JSONReader {
    mutating func optionalStringMap() throws(JSONError) -> StringMap? {
        if try readNull() { return nil }
        var builder = StringMap.Builder()
        try beginObject()
        while let key = try nextMember() { builder.set(key, try readString()) }
        return builder.map
    }
}

extension StringMap {
    /// Collects pairs in time proportional to their number, however many there are.
    struct Builder {
        private(set) var map = StringMap()
        /// Where each key stands in `map`, once there are more than `linearMax`.
        private var indices: [UTF8Text: Int] = [:]

        private static let linearMax = 16

        mutating func set(_ key: String, _ value: String) {
            let pair = Pair(key: key, value: value)
            if let index = index(of: UTF8Text(key)) {
                map.pairs[index] = pair
            } else {
                map.pairs.append(pair)
                note(UTF8Text(key))
            }
        }

        private func index(of key: UTF8Text) -> Int? {
            map.pairs.count > Self.linearMax ? indices[key] : map.pairs.firstIndex { UTF8Text($0.key) == key }
        }

        private mutating func note(_ key: UTF8Text) {
            if map.pairs.count == Self.linearMax + 1 {
                for (index, pair) in map.pairs.enumerated() { indices[UTF8Text(pair.key)] = index }
            } else if map.pairs.count > Self.linearMax {
                indices[key] = map.pairs.count - 1
            }
        }
    }
}

/// A text that is compared by its UTF-8 bytes.
private struct UTF8Text: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: UTF8Text, other: UTF8Text) -> Bool {
        one.text.utf8.count == other.text.utf8.count && one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(text.utf8.count)
    }
}
