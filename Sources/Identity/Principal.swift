/// A user, or the root of an account, as policies and logs name it
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
public struct Principal: Hashable, Sendable {
    /// 12 digits.
    public var account: String
    /// `arn:aws:iam::ACCOUNT:user/NAME` or `arn:aws:iam::ACCOUNT:root`.
    public var arn: String
    /// `AIDA` and 17 characters; the account for its root.
    public var userID: String

    public init(account: String, arn: String, userID: String) {
        self.account = account
        self.arn = arn
        self.userID = userID
    }

    static func root(account: String, partition: String) -> Principal {
        Principal(account: account, arn: "arn:\(partition):iam::\(account):root", userID: account)
    }

    static func user(_ name: String, account: String, partition: String, userID: String) -> Principal {
        Principal(account: account, arn: "arn:\(partition):iam::\(account):user/\(name)", userID: userID)
    }

    /// The same principal as the Regions of a partition name it.
    public func named(in partition: String) -> Principal {
        let afterPrefix = arn.utf8.dropFirst("arn:".utf8.count)
        let own = afterPrefix.prefix { $0 != UInt8(ascii: ":") }
        if own.elementsEqual(partition.utf8) { return self }
        return Principal(
            account: account, arn: "arn:\(partition)\(Substring(arn.utf8[own.endIndex...]))", userID: userID)
    }
}
