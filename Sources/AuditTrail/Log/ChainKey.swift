public import KeyCrypto

/// The key of the log's chain. Who has it can write lines that pass as the server's; nobody else can.
public struct ChainKey: Sendable {
    private let key: HMACKey

    public static let byteCount = 32

    /// `secret`: 32 bytes.
    public init(_ secret: HeldSecret) {
        precondition(secret.bytes.count == Self.byteCount, "the chain key has \(Self.byteCount) bytes")
        key = secret.bytes.withUnsafeBytes { HMACKey($0) }
    }

    /// HMAC-SHA256 of the value before and the line without its own value and line break.
    func value(after previous: ChainValue, _ rest: Span<UInt8>) -> ChainValue {
        mac(previous.bytes.span, rest)
    }

    func mac(_ first: Span<UInt8>, _ second: Span<UInt8>) -> ChainValue {
        // HMAC-SHA256 has 32 bytes.
        ChainValue(key.code(first, second)) ?? ChainValue(repeating: 0)
    }
}
