/// A policy document, parsed once
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
public struct PolicyDocument: Sendable {
    public enum Version: String, Hashable, Sendable {
        /// Also that of a policy that names none. `${…}` is text like any other.
        case v2008 = "2008-10-17"
        /// With policy variables.
        case v2012 = "2012-10-17"
    }

    /// In UTF-8. The largest policy that AWS takes anywhere here is a key policy of 32,768 bytes.
    public static let bytesMax = 65_536

    public let kind: PolicyKind
    public let version: Version
    public let id: String?
    public let statements: [Statement]
    /// ARNs of users, roles, sessions and federated users that `Principal` and `NotPrincipal` name, each once, as
    /// written.
    public let namedPrincipals: [String]
    /// The condition keys and policy variables that it mentions, each once, as first written.
    public let contextKeys: [String]

    /// - Parameter text: JSON of at most `bytesMax` bytes.
    public init(parsing text: String, as kind: PolicyKind) throws(PolicyError) {
        throw .noStatements
    }
}
