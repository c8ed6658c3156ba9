import IAMPolicy

/// AWS's own managed policies, as far as they are of use here
/// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html). Nobody can change them.
struct AWSManagedPolicy: Sendable {
    var name: String
    /// Begins and ends with a slash.
    var path = "/"
    /// `ANPA…`, the same in every account.
    var id: String
    var description: String
    /// Milliseconds since 1970.
    var created: Int64
    var updated: Int64
    /// The number of the one version that is kept.
    var version: Int
    var document: String

    func arn(in partition: String) -> String { "arn:\(partition):iam::aws:policy\(path)\(name)" }
}

enum ManagedPolicyCatalogue {
    static let administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess"

    /// By ARN in partition `aws`.
    static let byARN: [String: AWSManagedPolicy] = Dictionary(
        all.map { ($0.arn(in: .recordPartition), $0) }, uniquingKeysWith: { first, _ in first })

    /// Parsed, by ARN in partition `aws`. What does not parse is missing, and whoever has it may do nothing.
    private static let parsed: [String: AttachedPolicy] = byARN.compactMapValues { policy in
        guard let document = try? PolicyDocument(parsing: policy.document, as: .identity) else { return nil }
        let arn = policy.arn(in: .recordPartition)
        return AttachedPolicy(arn: arn, label: arn, document: document)
    }

    static func attached(_ arn: String) -> AttachedPolicy? { parsed[arn.named(in: .recordPartition)] }
}
