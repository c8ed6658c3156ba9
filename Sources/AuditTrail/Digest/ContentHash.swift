import AWSJSON
import Crypto

/// SHA-256 as digest files and the journal have it: 64 hexadecimal digits of lower case.
public struct ContentHash: Sendable {
    private var state = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

    /// Of all that was put in so far.
    public var hex: String { Hex.encode(state.finalize()) }

    public static func hex(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(data: bytes)) }
}
