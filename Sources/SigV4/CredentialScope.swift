/// What a signing key is good for: one day, one Region, one service.
public struct CredentialScope: Hashable, Sendable, CustomStringConvertible {
    /// The day in UTC, as `yyyymmdd`.
    public var date: String
    public var region: String
    /// The service's signing name, for example `kms`.
    public var service: String

    public init(date: String, region: String, service: String) {
        self.date = date
        self.region = region
        self.service = service
    }

    /// As it stands in the string to sign and, after the access key id, in the Authorization header.
    public var description: String { "\(date)/\(region)/\(service)/\(CredentialScope.terminator)" }

    static let terminator = "aws4_request"
}
