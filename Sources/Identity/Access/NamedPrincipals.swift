public import Records

/// What a policy's principal is here.
public enum NamedPrincipal: Hashable, Sendable {
    /// A user or role, or a session of a role, by the unique id of the user or role.
    case pinned(String)
    /// An account, a federated user or anything else that has no unique id to remember.
    case unpinned
    /// A user or role that does not exist.
    case missing
}

extension Identity {
    /// What an ARN or a unique id names in a policy. For key policies, grants and trust policies.
    ///
    /// - Parameter arn: of a user, role, session of a role, federated user or account, in any partition; or `AIDA…` or
    ///   `AROA…`.
    /// - Returns: what it is. Every account and federated user is taken to exist.
    /// - Throws: `RecordError` if the records can't be read.
    public func namedPrincipal(_ arn: String) async throws(RecordError) -> NamedPrincipal {
        if let name = EntityARN(arn) {
            switch name.kind {
            case .user: return try await pinned(UserRecord.self, name)
            case .role: return try await pinned(RoleRecord.self, name)
            case .group, .policy: return .missing
            }
        }
        if [EntityKind.user, .role].contains(where: { arn.utf8.starts(with: $0.idPrefix.utf8) }) {
            return try await self.arn(ofUniqueID: arn) == nil ? .missing : .unpinned
        }
        guard let role = Self.assumedRole(arn) else { return .unpinned }
        let found = try await store.read(RoleRecord.self, RoleRecord.recordID(role.name, account: role.account))
        guard let record = found?.value, record.name == role.name else { return .missing }
        return .pinned(record.uniqueID)
    }

    /// The unique id of an existing user or role.
    ///
    /// - Parameter arn: of a user, a role or a session of a role, in any partition.
    /// - Returns: nil if there is none.
    /// - Throws: `RecordError` if the records can't be read.
    public func uniqueID(ofPrincipal arn: String) async throws(RecordError) -> String? {
        guard case .pinned(let id) = try await namedPrincipal(arn) else { return nil }
        return id
    }

    /// The ARN that a user or role has now.
    ///
    /// - Parameters:
    ///   - id: `AIDA…` or `AROA…`.
    ///   - partition: of the ARN.
    /// - Returns: nil if it was deleted.
    /// - Throws: `RecordError` if the records can't be read.
    public func arn(ofUniqueID id: String, partition: String = "aws") async throws(RecordError) -> String? {
        if id.utf8.starts(with: EntityKind.user.idPrefix.utf8) {
            return try await store.entity(UserRecord.self, id: id)?.value.arn(in: partition)
        }
        if id.utf8.starts(with: EntityKind.role.idPrefix.utf8) {
            return try await store.entity(RoleRecord.self, id: id)?.value.arn(in: partition)
        }
        return nil
    }

    /// ARNs are compared exactly, though names are unique whatever their case.
    private func pinned<Record: Entity>(
        _ type: Record.Type, _ name: EntityARN
    ) async throws(RecordError) -> NamedPrincipal {
        let found = try await store.read(type, Record.recordID(name.name, account: name.account))
        guard let record = found?.value, record.name == name.name, record.path == name.path else { return .missing }
        return .pinned(record.uniqueID)
    }

    /// The role of `arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
    private static func assumedRole(_ arn: String) -> (account: String, name: String)? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "sts", parts[3].isEmpty else { return nil }
        let names = parts[5].split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 3, names[0] == "assumed-role" else { return nil }
        return (String(parts[4]), String(names[1]))
    }
}
