import KMSModel
import KeyCrypto
import Records

/// Multi-Region keys in the record store. All Regions share it, so what related keys have in common changes in all of
/// them at once: each change of a set names the versions of all records it was made from.
extension KeyStore {
    /// The other keys of a key's set, as the store has them now.
    /// - Throws: `.record(.store(.conflict))` if one is gone: then the record that names it is out of date.
    func otherKeys(of record: KeyRecord) async throws(Failure) -> [Key] {
        var keys: [Key] = []
        for region in record.otherRegions {
            let partition = AWSRegions.partition(of: region) ?? "aws"
            let place = Place(account: record.account, region: region, partition: partition)
            guard let key = try await freshKey(record.id, in: place) else {
                let id = KeyRecord.recordID(record.id, account: record.account, region: region)
                throw .record(.store(.conflict(id)))
            }
            keys.append(key)
        }
        return keys
    }

    /// Changes the records of keys and names the changes.
    func changes(of keys: [Key], _ change: (inout KeyRecord) -> Void) -> [Change] {
        keys.map { key in
            var record = key.record
            change(&record)
            return record == key.record
                ? .check(record.recordID, expectedVersion: key.version) : store.put(record, over: key.version)
        }
    }

    /// Adds a replica to a primary key's set. Gives the replica's record and the changes that belong to it.
    func replicate(
        _ primary: inout KeyRecord, _ terms: KeyRecord.ReplicaTerms, at now: Int64, _ randomness: any Randomness
    ) async throws(Failure) -> (replica: KeyRecord, changes: [Change]) {
        let replica = primary.replica(terms, at: now)
        let (made, all) = try await add(replica, to: &primary)
        return (made, all + [change(for: .synchronization, of: primary, at: now, randomness)])
    }

    /// Adds a replica, still by itself, to a primary key's set, without an event. Gives its record and the changes that belong
    /// to it.
    func add(
        _ new: KeyRecord, to primary: inout KeyRecord
    ) async throws(Failure) -> (replica: KeyRecord, changes: [Change]) {
        let others = try await otherKeys(of: primary)
        var replica = new
        let copies = try await copiesOfMaterials(from: primary, to: replica)
        primary.admit(replicaIn: replica.region)
        replica.admit(replicaIn: replica.region)
        let admissions = changes(of: others) { $0.admit(replicaIn: new.region) }
        return (replica, copies + [store.put(replica, over: 0)] + admissions)
    }

    private func copiesOfMaterials(
        from source: KeyRecord, to copy: KeyRecord
    ) async throws(Failure) -> [Change] {
        var changes: [Change] = []
        for material in copy.materials where material.isPresent {
            let id = source.materialRecordID(material.id)
            let secret = try await stored { () throws(RecordError) in try await self.store.readSecret(id) }
            guard let secret else { throw .record(.undecodable(id)) }
            changes.append(store.put(secret.bytes, as: copy.materialRecordID(material.id)))
        }
        return changes
    }

    /// Takes a key that is deleted out of its set, and names the changes to the keys that remain.
    func dismiss(_ record: KeyRecord, at now: Int64) async throws(Failure) -> [Change] {
        changes(of: try await otherKeys(of: record)) { $0.dismiss(replicaIn: record.region, at: now) }
    }

    /// Sets the rotation schedule of a key and of all keys related to it, and names the changes to these.
    func setRotation(
        _ schedule: KeyRecord.RotationSchedule?, of record: inout KeyRecord, at now: Int64,
        _ randomness: any Randomness
    ) async throws(Failure) -> [Change] {
        guard record.rotation != schedule else { return [] }
        record.rotation = schedule
        let others = try await otherKeys(of: record)
        return changes(of: others) { $0.rotation = schedule }
            + changes(forSynchronizing: others, with: record, at: now, randomness)
    }

    /// Gives a key new key material, and all keys related to it the same and its rotation schedule. Names the changes
    /// that belong to it.
    func rotateSet(
        _ record: inout KeyRecord, _ type: RotationType, at now: Int64, _ randomness: any Randomness
    ) async throws(Failure) -> [Change] {
        let others = try await otherKeys(of: record)
        let former = record.currentMaterial?.id
        let secret = newMaterial(for: record.spec, randomness)
        let rotation = KeyRecord.Rotation(date: now, type: type)
        var changes = [add(secret, to: &record, rotation: rotation)]
        let event = KeyEvent.rotation(type, from: former, to: record.currentMaterial?.id)
        changes.append(change(for: event, of: record, at: now, randomness))
        changes += self.changes(forSynchronizing: others, with: record, at: now, randomness)
        for other in others {
            var related = other.record
            related.rotation = record.rotation
            changes.append(add(secret, to: &related, rotation: rotation))
            changes.append(store.put(related, over: other.version))
        }
        return changes
    }

    /// Ends what a key was going through, if its time is over.
    func endTransition(of key: Key, now: Int64) async throws(Failure) {
        var record = key.record
        guard let transition = record.transition, transition.until <= now else { return }
        record.transition = nil
        try await commit([store.put(record, over: key.version)])
    }
}
