/// What AWS puts into a session at most
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length).
enum SessionLimits {
    static let policyARNsMax = 10
    static let tagsMax = 50
    static let tagKeyCharactersMax = 128
    static let tagValueCharactersMax = 256
    /// Of a session policy and the ARNs of others, packed. AWS does not say how much room it has; in plain text they may
    /// have 2048 characters together.
    static let packedPolicyBytesMax = 2048
    static let policyLengthMax = 2048
    /// Of all tags. AWS has room for about 460.
    static let packedTagBytesMax = 768
}

extension Session {
    /// Tags' keys don't tell upper from lower case.
    func isTransitive(_ key: String) -> Bool {
        let folded = key.lowercased()
        return transitiveTagKeys.contains { $0.lowercased() == folded }
    }

    /// The session's or federated user's; empty for a user who has session credentials.
    func name(of principal: Principal) -> String {
        guard kind != .sessionToken else { return "" }
        let start = principal.userID.utf8.firstIndex(of: UInt8(ascii: ":"))
        return start.map { String(principal.userID[principal.userID.utf8.index(after: $0)...]) } ?? ""
    }
}

extension Principal {
    /// Who has a session's credentials, as partition `aws` names him.
    init(of session: Session, name: String, account: String) {
        let arn: String
        let userID: String
        switch session.kind {
        case .sessionToken:
            arn = session.issuerARN
            userID = session.issuerID
        case .assumedRole:
            // Without the role's path.
            let role = session.issuerARN.split(separator: "/").last ?? ""
            arn = "arn:aws:sts::\(account):assumed-role/\(role)/\(name)"
            userID = "\(session.issuerID):\(name)"
        case .federatedUser:
            arn = "arn:aws:sts::\(account):federated-user/\(name)"
            userID = "\(account):\(name)"
        }
        self.init(account: account, arn: arn, userID: userID, kind: .session(session))
    }
}
