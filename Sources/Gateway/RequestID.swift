import KeyCrypto

/// The id that each answer carries, by which a caller and an operator speak of the same call.
enum RequestID {
    /// How many random bytes one takes.
    static let randomBytes = 16

    /// A UUID of version 4 (RFC 9562, section 5.4) in lower case.
    /// `randomness`: fresh bytes, `randomBytes` or more of them.
    static func make(_ randomness: some Collection<UInt8>) -> String {
        var bytes = Array(randomness.prefix(randomBytes))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return uuidText(bytes)
    }
}
