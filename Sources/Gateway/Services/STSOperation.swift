/// The operations of STS (https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html), of which one is
/// built.
enum STSOperation: String, CaseIterable, Hashable, Sendable {
    case assumeRole = "AssumeRole"
    case assumeRoleWithSAML = "AssumeRoleWithSAML"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case assumeRoot = "AssumeRoot"
    case decodeAuthorizationMessage = "DecodeAuthorizationMessage"
    case getAccessKeyInfo = "GetAccessKeyInfo"
    case getCallerIdentity = "GetCallerIdentity"
    case getDelegatedAccessToken = "GetDelegatedAccessToken"
    case getFederationToken = "GetFederationToken"
    case getSessionToken = "GetSessionToken"
    case getWebIdentityToken = "GetWebIdentityToken"

    static let version = "2011-06-15"

    /// - Returns: nil if the action is unknown in its version.
    init?(_ parameters: QueryParameters) {
        guard parameters["Version"] == Self.version, let action = parameters["Action"] else { return nil }
        self.init(rawValue: action)
    }
}
