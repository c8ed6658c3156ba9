/// Writes ASN.1 (X.690): definite lengths in their one DER form, and indefinite ones.
enum BER {
    static let null: [UInt8] = [0x05, 0x00]

    static func sequence(_ content: [UInt8]) -> [UInt8] { element(0x30, content) }

    static func set(_ content: [UInt8]) -> [UInt8] { element(0x31, content) }

    static func octetString(_ content: [UInt8]) -> [UInt8] { element(0x04, content) }

    /// `number`: below 128.
    static func integer(_ number: UInt8) -> [UInt8] { element(0x02, [number]) }

    static func objectIdentifier(_ content: [UInt8]) -> [UInt8] { element(0x06, content) }

    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag] + length(content.count) + content }

    /// A constructed element that ends where its end marker stands.
    static func indefinite(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, 0x80] + content + [0, 0] }

    /// `count`: fewer than 2^16.
    private static func length(_ count: Int) -> [UInt8] {
        switch count {
        case ..<0x80: [UInt8(count)]
        case ..<0x100: [0x81, UInt8(count)]
        default: [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
        }
    }
}
