public import AuditTrail

/// What a call tells besides its own record: a record of what it did in another Region, under another event id.
public struct AuditCompanion: Hashable, Sendable {
    /// For example `CreateKey`.
    public var eventName: String
    public var region: String
    public var details: AuditDetails
    /// The service that made the other call for the caller, for example `kms.amazonaws.com`; nil if AWS names none.
    public var invokedBy: String?
}
