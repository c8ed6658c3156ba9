/// An account whose key was used from another account, and its own record of the call.
public struct AuditOwner: Hashable, Sendable {
    /// 12 digits.
    public var account: String
    /// Of its record; from `EventID.make`.
    public var eventID: String
}
