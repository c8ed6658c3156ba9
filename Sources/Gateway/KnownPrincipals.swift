public import Identity
public import KeyService
public import Records

/// What key policies and grants may name: the users and roles that IAM has here.
public struct KnownPrincipals: PrincipalDirectory {
    private let identity: Identity
    private let takesStrangers: Bool

    /// `takesStrangers`: whether users and roles that are not here may be named all the same, as a server for development
    /// lets them.
    public init(_ identity: Identity, takesStrangers: Bool) {
        self.identity = identity
        self.takesStrangers = takesStrangers
    }

    public func standing(ofPrincipal arn: String) async throws(RecordError) -> PrincipalStanding {
        switch try await identity.namedPrincipal(arn) {
        case .pinned(let id): .exists(uniqueID: id)
        case .unpinned: .exists(uniqueID: nil)
        case .missing: takesStrangers ? .exists(uniqueID: nil) : .absent
        }
    }
}
