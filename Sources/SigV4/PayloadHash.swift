import Crypto

/// The SHA-256 of a request's body, which every signature covers.
public struct PayloadHash: Hashable, Sendable {
    let digest: SHA256Digest

    public init(of body: [UInt8]) { digest = SHA256.hash(data: body) }
}
