import KeyCrypto
public import Records

/// The first user of an account, who is there from the start and may do everything.
extension Identity {
    static let administratorName = "administrator"

    /// Makes the account's administrator with an access key, and the account with him, if it has no users: who deletes the
    /// administrator and keeps others does not get him back. Of several that try at once, in this or other processes, one
    /// makes him. What an older release left is completed.
    /// - Parameters:
    ///   - account: 12 digits.
    ///   - partition: in which the account is used first; records name principals alike for all.
    ///   - command: with which an operator makes it, for the audit trail; nil for the server itself: of the account that it
    ///     begins with the trail does not tell.
    /// - Returns: the access key, whose secret nobody else has; nil if there was an administrator or another user already.
    /// - Throws: `RecordError` if the records can't be read or written.
    public func createAdministrator(
        account: String, partition: String, by command: String? = nil
    ) async throws(RecordError) -> NewAccessKey? {
        if let found = try await administrator(of: account) {
            try await complete(found)
            return nil
        }
        let record = try await store.read(AccountRecord.self, AccountRecord.recordID(account))
        if let record, record.value.userCount > 0 { return nil }
        var user = newAdministrator(of: account)
        let made = newAccessKey(for: &user)
        var changes = made.changes + [store.put(user, over: 0), try await counted(in: account)]
        if record != nil {
            // All users were deleted.
            let command = command ?? "trent serve"
            changes.append(store.put(event(.recovery, of: user, made.key.id, in: partition, by: command), over: 0))
        } else if let command {
            changes.append(store.put(event(.creation, of: user, made.key.id, in: partition, by: command), over: 0))
        }
        do throws(RecordError) {
            try await commit(changes)
        } catch .store(.conflict) {
            return nil
        }
        return made.key
    }

    /// Gives the account's administrator a new access key and deactivates the others, and gives him back his policy if he
    /// lost it or was bounded; makes him if there is none. For an operator, who has shown that he has the root key. The
    /// audit trail tells of it.
    /// - Parameters:
    ///   - account: 12 digits.
    ///   - partition: in which the account is used; records name principals alike for all.
    ///   - command: with which it is done, for the audit trail.
    /// - Returns: the access key, whose secret nobody else has.
    /// - Throws: `RecordError` if the records can't be read or written; `.store(.conflict)` if another did the same at
    ///   the same time, and nothing was changed here.
    public func replaceAdministratorAccessKey(
        account: String, partition: String, by command: String = "trent recover administrator"
    ) async throws(RecordError) -> NewAccessKey {
        let isNew = try await store.version(of: AccountRecord.recordID(account)) == nil
        let found = try await administrator(of: account)
        var user = found?.value ?? newAdministrator(of: account)
        var changes = try await retirements(of: &user)
        changes += try await restorePolicies(of: &user)
        // Whoever has the old access key may have made sessions with it.
        user.sessionsFrom = clock.nowMilliseconds() + 1
        if found == nil { changes.append(try await counted(in: account)) }
        let made = newAccessKey(for: &user)
        changes += made.changes + [store.put(user, over: found?.version ?? 0)]
        let event = event(isNew ? .creation : .recovery, of: user, made.key.id, in: partition, by: command)
        changes.append(store.put(event, over: 0))
        try await commit(changes)
        forget()
        return made.key
    }

    private func administrator(of account: String) async throws(RecordError) -> Versioned<UserRecord>? {
        try await store.read(UserRecord.self, UserRecord.recordID(Self.administratorName, account: account))
    }

    private func newAdministrator(of account: String) -> UserRecord {
        UserRecord(
            name: Self.administratorName, path: "/", account: account, uniqueID: randomness.uniqueID(of: .user),
            created: clock.nowMilliseconds(),
            policies: EntityPolicies(attached: [ManagedPolicyCatalogue.administratorAccess]))
    }

    /// Older releases had no accounts, and no index by which users are found.
    private func complete(_ user: Versioned<UserRecord>) async throws(RecordError) {
        var changes: [Change] = []
        let account = user.value.account
        if try await store.version(of: AccountRecord.recordID(account)) == nil {
            changes.append(try await counted(in: account))
        }
        if try await store.entity(UserRecord.self, id: user.value.uniqueID) == nil {
            changes.append(user.put(in: store))
        }
        if changes.isEmpty { return }
        do throws(RecordError) {
            try await commit(changes)
        } catch .store(.conflict) {
            // Another process did it.
        }
    }

    /// The change that counts the administrator among the account's users.
    private func counted(in account: String) async throws(RecordError) -> Change {
        var record =
            try await store.read(AccountRecord.self, AccountRecord.recordID(account))
            ?? Versioned(AccountRecord(account: account, created: clock.nowMilliseconds()), version: 0)
        record.value.userCount += 1
        return record.put(in: store)
    }

    /// Nothing may keep the administrator from everything: his boundary, his groups' and his own inline policies could.
    private func restorePolicies(of user: inout UserRecord) async throws(RecordError) -> [Change] {
        var changes: [Change] = []
        var released: [String: (attachments: Int, boundaries: Int)] = [:]
        for arn in user.policies.attached where arn != ManagedPolicyCatalogue.administratorAccess {
            released[arn, default: (0, 0)].attachments += 1
        }
        if let boundary = user.policies.boundary { released[boundary, default: (0, 0)].boundaries += 1 }
        for (arn, uses) in released { changes += try await release(arn, uses) }
        for id in user.groupIDs {
            guard var group = try await store.entity(GroupRecord.self, id: id) else { continue }
            group.value.memberCount = max(0, group.value.memberCount - 1)
            changes.append(group.put(in: store))
        }
        user.groupIDs = []
        user.policies = EntityPolicies(attached: [ManagedPolicyCatalogue.administratorAccess])
        return changes
    }

    private func release(
        _ arn: String, _ uses: (attachments: Int, boundaries: Int)
    ) async throws(RecordError) -> [Change] {
        guard let name = EntityARN(arn), name.account != EntityARN.awsAccount else { return [] }
        let id = ManagedPolicyRecord.recordID(name.name, account: name.account)
        guard var policy = try await store.read(ManagedPolicyRecord.self, id) else { return [] }
        policy.value.attachmentCount = max(0, policy.value.attachmentCount - uses.attachments)
        policy.value.boundaryCount = max(0, policy.value.boundaryCount - uses.boundaries)
        return [policy.put(in: store)]
    }
}
