public import KeyCrypto

/// An access key with all that is needed to verify what it signed.
public struct AccessKey: Sendable {
    /// `AKIA` and 16 characters.
    public let id: String
    /// 40 characters in ASCII.
    public let secret: HeldSecret
    /// Another one for each secret that this id ever had. Tells nothing of the secret.
    public let secretVersion: String
    /// Whose it is.
    public let principal: Principal
    /// Whether it may be used; one that is not stays known.
    public let isActive: Bool
}

/// An access key just made, for whoever is to have it.
public struct NewAccessKey: Sendable {
    /// `AKIA` and 16 characters.
    public let id: String
    /// 40 characters of base64's alphabet in ASCII.
    public let secret: HeldSecret
}
