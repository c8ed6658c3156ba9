/// A KMS key's id in 17 bytes: `1234abcd-12ab-34cd-56ef-1234567890ab` or, for multi-Region keys, `mrk-` and 32 hex
/// digits. Exactly one text belongs to each value: lower case, dashes where AWS has them.
public struct BinaryKeyID: Hashable, Sendable {
    public enum Kind: UInt8, Sendable {
        case singleRegion = 0
        case multiRegion = 1
    }

    public let kind: Kind
    /// 16 bytes.
    public let bytes: [UInt8]

    public static let encodedBytes = 17

    public init?(kind: Kind, bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.kind = kind
        self.bytes = Array(bytes)
    }

    /// - Returns: nil if the text is no key id in its one spelling.
    public init?(_ text: String) {
        let digits: [UInt8]
        if text.hasPrefix("mrk-") {
            kind = .multiRegion
            digits = Array(text.utf8.dropFirst(4))
        } else {
            kind = .singleRegion
            digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        }
        guard digits.count == 32, let bytes = decodeHex(digits) else { return nil }
        self.bytes = bytes
        guard self.text == text else { return nil }
    }

    /// A new random UUID (RFC 9562, version 4).
    /// - Parameter randomBits: called once, to fill 16 bytes.
    public init(newUUID randomBits: (UnsafeMutableRawBufferPointer) -> Void) {
        var bytes = [UInt8](repeating: 0, count: 16)
        bytes.withUnsafeMutableBytes { randomBits($0) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        kind = .singleRegion
        self.bytes = bytes
    }

    public var text: String {
        switch kind {
        case .singleRegion: uuidText(bytes)
        case .multiRegion: "mrk-" + encodeHex(bytes)
        }
    }

    /// The id under which a root key names itself; no KMS key has it.
    public static let rootKey = BinaryKeyID(kind: .singleRegion, zeros: ())

    private init(kind: Kind, zeros: Void) {
        self.kind = kind
        bytes = [UInt8](repeating: 0, count: 16)
    }

    var encoded: [UInt8] { [kind.rawValue] + bytes }
}

func encodeHex(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
        for index in bytes.indices { putHex(bytes[index], text, 2 * index) }
        return 2 * bytes.count
    }
}

/// The text of a UUID (RFC 9562, section 4), in lower case.
///
/// `bytes`: 16.
public func uuidText(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 36) { text in
        for index in 0..<16 {
            let dashes = index < 4 ? 0 : index < 6 ? 1 : index < 8 ? 2 : index < 10 ? 3 : 4
            putHex(bytes[index], text, 2 * index + dashes)
        }
        for place in [8, 13, 18, 23] { text[place] = UInt8(ascii: "-") }
        return 36
    }
}

/// Two digits at a place.
private func putHex(_ byte: UInt8, _ text: UnsafeMutableBufferPointer<UInt8>, _ place: Int) {
    text[place] = hexDigit(byte >> 4)
    text[place + 1] = hexDigit(byte & 15)
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
}

func decodeHex(_ digits: some Collection<UInt8>) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
        let value: UInt8
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
        default: return nil
        }
        if let first = high {
            bytes.append(first << 4 | value)
            high = nil
        } else {
            high = value
        }
    }
    return bytes
}
