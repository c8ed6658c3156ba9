/// Quotas of IAM, with the defaults that AWS gives an account
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
enum Quotas {
    static let users = 5000
    static let groups = 300
    static let roles = 1000
    static let policies = 1500
    static let providers = 100
    static let accessKeysPerUser = 2
    static let groupsPerUser = 10
    static let policiesPerHolder = 10
    static let versionsPerPolicy = 5
    static let tags = 50
    static let clientIDsPerProvider = 100
    static let thumbprintsPerProvider = 5

    // Sizes of policies, in characters without white space.
    static let managedPolicySize = 6144
    static let trustPolicySize = 2048

    /// Of all inline policies together.
    static func inlinePolicySize(_ kind: EntityKind) -> Int {
        switch kind {
        case .user: 2048
        case .group: 5120
        case .role, .policy: 10_240
        }
    }
}
