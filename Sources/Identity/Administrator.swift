import KeyCrypto
public import Records

/// The first user of an account, who is there from the start.
extension Identity {
    static let administratorName = "administrator"

    /// Makes the account's administrator with an access key, if there is none. Of several that try at once, in this or
    /// other processes, one makes it.
    /// - Parameters:
    ///   - account: 12 digits.
    ///   - partition: of the administrator's ARN.
    /// - Returns: the access key, whose secret nobody else has; nil if there was an administrator already.
    /// - Throws: `RecordError` if the records can't be read or written.
    public func createAdministrator(
        account: String, partition: String
    ) async throws(RecordError) -> NewAccessKey? {
        guard try await administrator(of: account) == nil else { return nil }
        var user = newAdministrator(of: account)
        let made = newAccessKey(for: &user, partition: partition)
        do throws(RecordError) {
            try await store.commit(made.changes + [store.put(user, over: 0)])
        } catch .store(.conflict) {
            return nil
        }
        return made.key
    }

    /// Gives the account's administrator a new access key and deactivates the others; makes him if there is none. For an
    /// operator, who has shown that he has the root key.
    /// - Parameters:
    ///   - account: 12 digits.
    ///   - partition: of the administrator's ARN.
    /// - Returns: the access key, whose secret nobody else has.
    /// - Throws: `RecordError` if the records can't be read or written; `.store(.conflict)` if another did the same at
    ///   the same time, and nothing was changed here.
    public func replaceAdministratorAccessKey(
        account: String, partition: String
    ) async throws(RecordError) -> NewAccessKey {
        let found = try await administrator(of: account)
        var user = found?.value ?? newAdministrator(of: account)
        let deactivations = try await deactivations(of: user.accessKeyIDs)
        let made = newAccessKey(for: &user, partition: partition)
        try await store.commit(deactivations + made.changes + [store.put(user, over: found?.version ?? 0)])
        forget()
        return made.key
    }

    private func administrator(of account: String) async throws(RecordError) -> Versioned<UserRecord>? {
        try await store.read(UserRecord.self, account: account, region: "", name: Self.administratorName)
    }

    private func newAdministrator(of account: String) -> UserRecord {
        UserRecord(
            name: Self.administratorName, path: "/", account: account, uniqueID: randomness.uniqueID(of: .user),
            created: clock.nowMilliseconds(),
            policies: EntityPolicies(attached: [ManagedPolicyCatalogue.administratorAccess]))
    }

    /// An access key for a user, who then names it.
    private func newAccessKey(for user: inout UserRecord, partition: String) -> (key: NewAccessKey, changes: [Change]) {
        let key = NewAccessKey(id: randomness.accessKeyID(), secret: randomness.secretAccessKey())
        let principal = user.principal(in: partition)
        let record = AccessKeyRecord(
            id: key.id, principal: principal, created: clock.nowMilliseconds(), isActive: true)
        user.accessKeyIDs.append(key.id)
        let secret = store.put(key.secret.bytes, as: AccessKeyRecord.secretID(key.id))
        return (key, [store.put(record, over: 0), secret])
    }

    private func deactivations(of ids: [String]) async throws(RecordError) -> [Change] {
        var changes: [Change] = []
        for id in ids {
            let found = try await store.read(AccessKeyRecord.self, account: "", region: "", name: id)
            guard let found, found.value.isActive else { continue }
            var record = found.value
            record.isActive = false
            changes.append(store.put(record, over: found.version))
        }
        return changes
    }
}
