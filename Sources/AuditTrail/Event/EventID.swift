import KeyCrypto

/// Identifiers of events: UUIDs of version 7 (RFC 9562 section 5.7), which carry the event's time, so that a look-up by
/// id knows where to look.
public enum EventID {
    /// How many random bytes one identifier takes.
    public static let randomBytes = 10

    /// `time`: milliseconds since 1970.
    /// `randomness`: fresh bytes, `randomBytes` or more of them.
    public static func make(time: Int64, randomness: [UInt8]) -> String {
        precondition(randomness.count >= randomBytes, "an event's id takes \(randomBytes) random bytes")
        let clamped = UInt64(min(max(time, 0), timeMax))
        var octets = [UInt8](repeating: 0, count: 16)
        for index in octets.indices { octets[index] = octet(index, clamped, randomness) }
        return uuidText(octets)
    }

    /// - Returns: the event's time in milliseconds since 1970; nil if this is no UUID of version 7.
    public static func time(of id: String) -> Int64? {
        var id = id
        return id.withUTF8 { text in
            guard text.count == 36, text[14] == UInt8(ascii: "7") else { return nil }
            var time: Int64 = 0
            for index in text.indices {
                if index == 8 || index == 13 || index == 18 || index == 23 {
                    guard text[index] == UInt8(ascii: "-") else { return nil }
                    continue
                }
                guard let value = hexValue(text[index]) else { return nil }
                if index < 13 { time = time << 4 | Int64(value) }
            }
            return time
        }
    }

    private static let timeMax: Int64 = 1 << 48 - 1

    private static func octet(_ index: Int, _ time: UInt64, _ randomness: [UInt8]) -> UInt8 {
        if index < 6 { return UInt8(truncatingIfNeeded: time >> UInt64(40 - 8 * index)) }
        let random = randomness[index - 6]
        return index == 6 ? random & 0x0F | 0x70 : index == 8 ? random & 0x3F | 0x80 : random
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
