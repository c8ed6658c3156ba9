public import Records

extension Identity {
    /// The caller that an ARN names, as if he had come with credentials.
    ///
    /// - Parameter arn: of a user, a role (then a session of it), a session of a role, or an account's root.
    /// - Returns: nil if there is none.
    /// - Throws: `RecordError` if the records can't be read.
    public func caller(named arn: String) async throws(RecordError) -> KnownCaller? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else { return nil }
        let (partition, account) = (parts[1], parts[4])
        if parts[2] == "iam", parts[5] == "root" {
            return try await caller(for: .root(account: account, partition: partition))
        }
        guard case .pinned(let id) = try await namedPrincipal(arn) else { return nil }
        if parts[2] == "iam", parts[5].hasPrefix("user/") {
            return try await caller(for: Principal(account: account, arn: arn, userID: id, kind: .user))
        }
        guard let role = try await self.arn(ofUniqueID: id, partition: partition) else { return nil }
        let isSession = parts[2] == "sts"
        let name = isSession ? String(parts[5].split(separator: "/").last ?? "") : "session"
        let session = Session(kind: .assumedRole, issuerARN: role, issuerID: id, issued: clock.nowMilliseconds())
        let roleName = role.split(separator: "/").last ?? ""
        return try await caller(
            for: Principal(
                account: account, arn: "arn:\(partition):sts::\(account):assumed-role/\(roleName)/\(name)",
                userID: "\(id):\(name)", kind: .session(session)))
    }
}
