/// An encryption context in the one encoding that is authenticated: independent of the order of its pairs.
///
///     count (4) ‖ for each pair, ordered by the key's UTF-8 bytes: length (4) ‖ key ‖ length (4) ‖ value
///
/// Lengths are big-endian numbers of UTF-8 bytes; nothing is normalized, so that keys and values are compared exactly,
/// case included. An absent context and an empty one are the same.
public struct CanonicalContext: Hashable, Sendable {
    public let bytes: [UInt8]

    public static let empty = CanonicalContext([])

    /// - Parameter pairs: in any order; the keys differ in their UTF-8 bytes, which the caller guarantees.
    public init(_ pairs: [(key: String, value: String)]) {
        var ordered = pairs
        if ordered.count > 1 { ordered.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ordered.reduce(4) { $0 + 8 + $1.key.utf8.count + $1.value.utf8.count })
        Self.append(UInt32(ordered.count), to: &bytes)
        for (key, value) in ordered {
            Self.append(UInt32(key.utf8.count), to: &bytes)
            bytes.append(contentsOf: key.utf8)
            Self.append(UInt32(value.utf8.count), to: &bytes)
            bytes.append(contentsOf: value.utf8)
        }
        self.bytes = bytes
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
