public import KeyCrypto

/// Time, injected. Floors 0–4 have no other.
public protocol Clock: Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    func nowMilliseconds() -> Int64
}

/// Randomness, injected. Floors 0–4 have no other.
public protocol Randomness: Sendable {
    /// Fills the buffer with bytes from a cryptographically secure generator.
    func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

extension Randomness {
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { fill($0) }
        return bytes
    }
}

public enum RootKeyError: Error, Hashable, Sendable {
    /// The wrapped bytes were not made by this root key, or were changed.
    case cannotUnwrap
    /// The place where the root key is kept can't be reached.
    case unavailable(String)
}

/// The key above all others. It never enters the database; an HSM may hold it, so it is asked to wrap, never to show.
public protocol RootKey: Sendable {
    /// Names the key without telling anything of it: 32 hex digits.
    var id: String { get }

    /// `context`: bound to the wrapped key; unwrapping asks for the same.
    func wrap(_ key: borrowing SecretBytes, context: [UInt8]) async throws(RootKeyError) -> [UInt8]

    func unwrap(_ wrapped: [UInt8], context: [UInt8]) async throws(RootKeyError) -> HeldSecret
}
