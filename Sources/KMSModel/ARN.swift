/// `arn:PARTITION:kms:REGION:ACCOUNT:RESOURCE`, where the resource is `key/ID` or `alias/NAME`
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html).
public struct KMSARN: Hashable, Sendable, CustomStringConvertible {
    public var partition: String
    public var region: String
    /// 12 digits.
    public var account: String
    public var resource: Resource

    public enum Resource: Hashable, Sendable {
        /// The key's id.
        case key(String)
        /// The alias's name, its `alias/` included.
        case alias(String)
    }

    public init(partition: String, region: String, account: String, resource: Resource) {
        self.partition = partition
        self.region = region
        self.account = account
        self.resource = resource
    }

    /// - Returns: nil if the text is no ARN of a key or an alias.
    public init?(parsing text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1].utf8.starts(with: "aws".utf8), parts[2] == "kms",
            !parts[3].isEmpty, Self.isAccount(parts[4])
        else { return nil }
        let resource = parts[5]
        if resource.utf8.starts(with: Self.keyPrefix.utf8), resource.utf8.count > Self.keyPrefix.utf8.count {
            self.resource = .key(String(resource.dropFirst(Self.keyPrefix.count)))
        } else if resource.utf8.starts(with: Self.aliasPrefix.utf8), resource.utf8.count > Self.aliasPrefix.utf8.count {
            self.resource = .alias(String(resource))
        } else {
            return nil
        }
        partition = String(parts[1])
        region = String(parts[3])
        account = String(parts[4])
    }

    public var description: String {
        switch resource {
        case .key(let id): "arn:\(partition):kms:\(region):\(account):\(Self.keyPrefix)\(id)"
        case .alias(let name): "arn:\(partition):kms:\(region):\(account):\(name)"
        }
    }

    public static let aliasPrefix = "alias/"
    private static let keyPrefix = "key/"

    static func isAccount(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
