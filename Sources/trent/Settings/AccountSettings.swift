import KMSModel

/// Whom a server works for, and where it takes itself to be.
struct AccountSettings {
    /// 12 digits.
    var account: String
    var region: String
    /// The partition of the Region, as in ARNs: `aws`, `aws-cn` …
    var partition: String

    init(_ values: SettingValues) throws(Failure) {
        account = values.text(.accountID) ?? Self.defaultAccount
        guard Self.isAccount(account) else {
            throw values.refusal(of: .accountID, "\(account) is no account id: it must have 12 digits")
        }
        region = values.text(.region) ?? Self.defaultRegion
        guard let known = AWSRegions.partition(of: region) else {
            throw values.refusal(of: .region, "\(region) is no Region of AWS: give one, as eu-west-1")
        }
        partition = known
    }

    static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    }

    static let defaultAccount = "000000000000"
    static let defaultRegion = "us-east-1"
}
