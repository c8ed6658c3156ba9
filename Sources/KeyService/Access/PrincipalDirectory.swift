public import Records

/// What key policies and grants need to know of users and roles: whether there are such, and who they are.
public protocol PrincipalDirectory: Sendable {
    /// `arn`: of a user, a role, a session of a role, a federated user or an account's root; or the bare number of an
    /// account.
    func standing(ofPrincipal arn: String) async throws(RecordError) -> PrincipalStanding
}

public enum PrincipalStanding: Hashable, Sendable {
    /// `uniqueID`: the user's `AIDA…` or the role's `AROA…`, also for a session of the role; nil for whoever has no id of
    /// his own.
    case exists(uniqueID: String?)
    case absent
}

/// Takes everybody for existing: for servers that believe every caller.
public struct EveryPrincipal: PrincipalDirectory {
    public init() {}

    public func standing(ofPrincipal arn: String) async throws(RecordError) -> PrincipalStanding {
        .exists(uniqueID: nil)
    }
}
