public import KeyCrypto
public import Records

/// What temporary credentials come down to: an access key with an end, and what its session token says of it.
public struct TemporaryAccessKey: Sendable {
    /// `ASIA` and 16 characters.
    public let id: String
    /// 40 characters in ASCII.
    public let secret: HeldSecret
    /// Whose it is; always a session.
    public let principal: Principal
    /// Milliseconds since 1970.
    public let expires: Int64

    /// For the cache of signing keys. Ids are never given twice, so that an id has one secret.
    public var secretVersion: String { "session" }
}

/// Why a session token lets nobody in.
public enum SessionRefusal: Error, Hashable, Sendable {
    /// None of ours, or of another access key, or its user or role is gone.
    case invalid
    case expired
    /// The records can't be read.
    case records(RecordError)
}
