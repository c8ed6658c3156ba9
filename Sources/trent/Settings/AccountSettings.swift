import KMSModel

/// Whom a server works for, and where it takes itself to be.
struct AccountSettings {
    /// 12 digits.
    var account: String
    var region: String
    /// The partition of the Region, as in ARNs: `aws`, `aws-cn` …
    var partition: String

    init(_ values: SettingValues) throws(Failure) {
        account = try values.text(.accountID) ?? Self.defaultAccount
        guard account.utf8.count == 12, account.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            throw Failure("an account id has 12 digits, and \(account) has not")
        }
        region = try values.text(.region) ?? Self.defaultRegion
        guard let known = AWSRegions.partition(of: region) else { throw Failure("\(region) is not a Region of AWS") }
        partition = known
    }

    static let defaultAccount = "000000000000"
    static let defaultRegion = "us-east-1"
}
