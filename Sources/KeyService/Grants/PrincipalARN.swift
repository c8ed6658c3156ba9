/// An ARN of a principal: an account, an IAM user or role, an assumed role's session or a federated user
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns).
struct PrincipalARN: Hashable, Sendable {
    var partition: String
    /// 12 digits.
    var account: String

    /// - Returns: nil if the text is no such ARN.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, parts[3].isEmpty, Self.isAccount(parts[4]),
            Self.isPrincipal(parts[5].split(separator: "/", omittingEmptySubsequences: false), of: parts[2])
        else { return nil }
        partition = String(parts[1])
        account = String(parts[4])
    }

    /// Users and roles may have a path before their name.
    private static func isPrincipal(_ resource: [Substring], of service: Substring) -> Bool {
        guard !resource.contains(where: \.isEmpty) else { return false }
        switch (service, resource[0]) {
        case ("iam", "root"): return resource.count == 1
        case ("iam", "user"), ("iam", "role"): return resource.count >= 2
        case ("sts", "assumed-role"): return resource.count == 3
        case ("sts", "federated-user"): return resource.count == 2
        default: return false
        }
    }

    private static func isAccount(_ text: Substring) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
