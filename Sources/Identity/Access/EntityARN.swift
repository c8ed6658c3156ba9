/// The name of a managed policy, AWS's own or a customer's: `arn:PARTITION:iam::ACCOUNT:policy/PATH/NAME`
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns).
struct EntityARN: Hashable, Sendable {
    var partition: String
    /// 12 digits, or `aws` for AWS's own.
    var account: String
    var kind: EntityKind
    /// Begins and ends with a slash.
    var path: String
    var name: String

    /// - Returns: nil if this is no ARN of a user, group, role or policy.
    init?(_ text: String) {
        // Names are ASCII. Swift takes other characters for the same, for example the Kelvin sign for a K.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, parts[2] == "iam", parts[3].isEmpty,
            let slash = parts[5].firstIndex(of: "/"), let kind = EntityKind(rawValue: String(parts[5][..<slash])),
            let last = parts[5].lastIndex(of: "/")
        else { return nil }
        let account = String(parts[4])
        let name = String(parts[5][parts[5].index(after: last)...])
        guard !name.isEmpty, account.isAccountID || (kind == .policy && account == Self.awsAccount) else { return nil }
        self.partition = String(parts[1])
        self.account = account
        self.kind = kind
        self.path = String(parts[5][slash...last])
        self.name = name
    }

    static let awsAccount = "aws"
}

extension String {
    /// Whether it is an account's number: 12 digits.
    var isAccountID: Bool {
        utf8.count == 12 && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
