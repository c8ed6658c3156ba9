import KMSModel
import KeyCrypto
import Records

/// Imported key material in the record store. A multi-Region key's records change together with its own: the Regions
/// share one store.
extension KeyStore {
    /// Takes material into a key's record and names the changes that belong to it.
    func importMaterial(
        _ new: ImportedMaterial, _ terms: ImportTerms, into record: inout KeyRecord
    ) async throws(Failure) -> [Change] {
        let others = try await otherKeys(of: record)
        let primary = record.isReplica ? others.first { $0.record.isPrimary }?.record : nil
        let (id, isStored) = try record.take(new, terms, primary: primary)
        let bytes = isStored ? [store.put(new.secret.bytes, as: record.materialRecordID(id))] : []
        return bytes + tellStage(of: &record, to: others)
    }

    /// Takes bytes of material away, and names the changes that erase them. When a primary key loses material that
    /// waits, its replicas lose it too.
    func dropMaterials(
        _ ids: [KeyMaterialID], of record: inout KeyRecord
    ) async throws(Failure) -> [Change] {
        var changes: [Change] = []
        for id in ids where record.hasBytes(of: id) {
            if record.isPrimary, record.waitingMaterial?.id == id {
                for other in try await otherKeys(of: record) { changes += dropMaterial(id, of: other) }
            }
            record.dropBytes(of: id)
            changes.append(.delete(record.materialRecordID(id), expectedVersion: 1))
        }
        return changes
    }

    private func dropMaterial(_ id: KeyMaterialID, of key: Key) -> [Change] {
        guard key.record.hasBytes(of: id) else { return [] }
        var record = key.record
        record.dropBytes(of: id)
        return [
            store.put(record, over: key.version), .delete(record.materialRecordID(id), expectedVersion: 1),
        ]
    }

    /// Erases the key material whose time is over.
    func expireMaterials(of key: Key, now: Int64, _ randomness: any Randomness) async throws(Failure) {
        var record = key.record
        let expired = record.expiredMaterials(at: now)
        let changes = try await dropMaterials(expired, of: &record)
        let events = expired.map { id in
            change(
                for: .expiry(record.spec == .symmetricDefault ? id : nil), of: record, at: now, randomness)
        }
        try await commit([store.put(record, over: key.version)] + changes + events)
    }

    /// Makes the material that waits the current one, in all Regions.
    func rotateToWaitingMaterial(
        _ record: inout KeyRecord, arn: String, at now: Int64, _ randomness: any Randomness
    ) async throws(Failure) -> [Change] {
        let former = record.currentMaterial?.id
        let others = try await otherKeys(of: record)
        guard let waiting = record.waitingMaterial, isEverywhere(waiting.id, [record] + others.map(\.record)) else {
            throw .nothingToRotateTo(arn: arn)
        }
        let rotation = KeyRecord.Rotation(date: now, type: .onDemand)
        record.promote(waiting, rotation)
        let event = KeyEvent.rotation(.onDemand, from: former, to: record.currentMaterial?.id)
        return changes(of: others) { $0.promote(waiting, rotation) }
            + [change(for: event, of: record, at: now, randomness)]
            + changes(forSynchronizing: others, with: record, at: now, randomness)
    }

    /// Writes down, in all keys of the set, how far the material that waits has come.
    private func tellStage(of record: inout KeyRecord, to others: [Key]) -> [Change] {
        guard let waiting = record.waitingMaterial else { return [] }
        let isEverywhere = isEverywhere(waiting.id, [record] + others.map(\.record))
        let stage: KeyRecord.Imported.Stage = isEverywhere ? .pendingRotation : .pendingReplicas
        record.setStage(stage, of: waiting.id)
        return changes(of: others) { $0.setStage(stage, of: waiting.id) }
    }

    /// Keys that are to be deleted don't count: nothing can be imported into them.
    private func isEverywhere(_ material: KeyMaterialID, _ records: [KeyRecord]) -> Bool {
        records.allSatisfy { $0.deletion != nil || $0.hasBytes(of: material) }
    }
}
