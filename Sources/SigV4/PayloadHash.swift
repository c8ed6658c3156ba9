import KeyCrypto

/// The SHA-256 of a request's body, which every signature covers.
public struct PayloadHash: Hashable, Sendable {
    /// 32 bytes.
    let digest: [UInt8]

    public init(of body: [UInt8]) { digest = sha256(body.span) }
}
