import AWSJSON
import Crypto
import KeyCrypto

/// SHA-256 as digest files and the journal have it: 64 hexadecimal digits of lower case.
public struct ContentHash: Sendable {
    private var state = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { state.update(bufferPointer: $0) } }

    /// Of all that was put in so far.
    public var hex: String { Hex.encode(state.finalize()) }

    public static func hex(_ bytes: [UInt8]) -> String { Hex.encode(sha256(bytes.span)) }
}
