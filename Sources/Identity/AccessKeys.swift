import KeyCrypto
import Records

/// How access keys are made and taken away.
extension Identity {
    /// An access key for a user, who then names it, and the changes that store it.
    func newAccessKey(for user: inout UserRecord) -> (key: NewAccessKey, changes: [Change]) {
        let key = NewAccessKey(id: randomness.accessKeyID(), secret: randomness.secretAccessKey())
        return (key, addAccessKey(key, isActive: true, to: &user))
    }

    /// The changes that store an access key of a user, who then names it.
    func addAccessKey(_ key: NewAccessKey, isActive: Bool, to user: inout UserRecord) -> [Change] {
        let record = AccessKeyRecord(
            id: key.id, principal: user.principal(in: .recordPartition), created: clock.nowMilliseconds(),
            isActive: isActive)
        user.accessKeyIDs.append(key.id)
        let secret = store.put(key.secret.bytes, as: AccessKeyRecord.secretID(key.id))
        return [store.put(record, over: 0), secret]
    }

    /// The changes that delete an access key with its secret and its last use.
    func deletions(of key: Versioned<AccessKeyRecord>) async throws(RecordError) -> [Change] {
        let secret = AccessKeyRecord.secretID(key.value.id)
        let version = try await store.version(of: secret)
        let secretDeletion = version.map { [Change.delete(secret, expectedVersion: $0)] } ?? []
        return [key.delete()] + secretDeletion + (try await lastUses.deletion(of: key.value.id, in: store))
    }

    /// The changes that leave a user no active access key, and room for another one: of those that he has, the newest is
    /// deactivated and the others are deleted.
    func retirements(of user: inout UserRecord) async throws(RecordError) -> [Change] {
        var changes: [Change] = []
        var kept: [String] = []
        for id in user.accessKeyIDs {
            guard var key = try await store.read(AccessKeyRecord.self, AccessKeyRecord.recordID(id)) else { continue }
            if id == user.accessKeyIDs.last {
                kept.append(id)
                guard key.value.isActive else { continue }
                key.value.isActive = false
                changes.append(key.put(in: store))
            } else {
                changes += try await deletions(of: key)
            }
        }
        user.accessKeyIDs = kept
        return changes
    }
}
