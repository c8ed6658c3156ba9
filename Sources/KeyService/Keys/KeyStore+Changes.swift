import KMSModel
import KeyCrypto
import Records

/// How keys are made and changed: optimistically, each change naming the version it was made from.
extension KeyStore {
    /// How often a change that another one overtook is tried anew. Of those that change a record at once, one
    /// succeeds each time: that many callers can do it at once.
    static let attemptsMax = 1000

    /// Makes a key, with its first key material unless that is to be imported.
    /// `more`: changes that belong to it, for example its alias.
    func create(
        _ draft: KeyRecord, in call: Call, more: (KeyRecord) -> [Change] = { _ in [] }
    ) async throws(Failure) -> Key {
        var record = draft
        var changes: [Change] = []
        if record.origin == .awsKms { changes.append(try await addFirstMaterial(to: &record, in: call)) }
        try await commit([store.put(record, over: 0)] + changes + more(record))
        return try key(Versioned(record, version: 1), in: call.place)
    }

    private func addFirstMaterial(to record: inout KeyRecord, in call: Call) async throws(Failure) -> Change {
        guard SpecRules.isAsymmetric(record.spec) else {
            return add(newMaterial(for: record.spec, call.randomness), to: &record, rotation: nil)
        }
        guard let spec = AsymmetricKeySpec(rawValue: record.spec.rawValue) else {
            throw .notBuilt("the key spec \(record.spec.rawValue)")
        }
        let pair = try await call.environment.pairs.take(spec)
        record.publicKey = pair.publicKey.der
        return add(pair.material(), to: &record, rotation: nil)
    }

    /// Changes a key, from whatever it is by then.
    /// `change`: makes the change, and names others that belong to it; called anew if another change came
    ///   first. If it changes nothing, nothing is written.
    /// Gives the key as changed.
    @discardableResult
    func update(
        _ key: Key, in call: Call, _ change: (inout KeyRecord) async throws(Failure) -> [Change]
    ) async throws(Failure) -> Key {
        var current = key
        for _ in 1..<Self.attemptsMax {
            do throws(Failure) {
                return try await attempt(current, in: call, change)
            } catch .record(.store(.conflict)) {
                current = try await again(key, in: call)
            }
        }
        return try await attempt(current, in: call, change)
    }

    /// Changes a record, and nothing else.
    @discardableResult
    func edit(
        _ key: Key, in call: Call, _ change: (inout KeyRecord) throws(Failure) -> Void
    ) async throws(Failure) -> Key {
        try await update(key, in: call) { (record) throws(Failure) in
            try change(&record)
            return []
        }
    }

    private func attempt(
        _ key: Key, in call: Call, _ change: (inout KeyRecord) async throws(Failure) -> [Change]
    ) async throws(Failure) -> Key {
        var record = key.record
        try StateRules.check(call.operation, key)
        let more = try await change(&record)
        if record == key.record, more.isEmpty { return key }
        try await commit([store.put(record, over: key.version)] + more)
        return try self.key(Versioned(record, version: key.version + 1), in: key.place)
    }

    private func again(_ key: Key, in call: Call) async throws(Failure) -> Key {
        guard let fresh = try await freshKey(key.record.id, in: key.place) else {
            throw .keyNotFound(arn: key.arn)
        }
        // Who may change it is asked again, from the beginning.
        guard fresh.isDecidedAlike(as: key) else { throw .record(.store(.conflict(key.record.recordID))) }
        return fresh
    }

    func newMaterial(for spec: KeySpec, _ randomness: any Randomness) -> SecretBytes {
        SecretBytes(count: SpecRules.randomMaterialBytes(spec) ?? Self.materialBytes) { randomness.fill($0) }
    }

    /// Makes a secret a key's newest material and names the change that stores it.
    func add(
        _ secret: borrowing SecretBytes, to record: inout KeyRecord, rotation: KeyRecord.Rotation?
    ) -> Change {
        // A record's id is the text of a `BinaryKeyID`.
        let id = KeyMaterialID(of: secret, keyID: BinaryKeyID(record.id) ?? .rootKey)
        record.materials.append(KeyRecord.Material(id: id, rotation: rotation))
        return store.put(secret, as: record.materialRecordID(id))
    }

    private static let materialBytes = 32

    /// Whether an alias is still that of the key for which the caller was asked whether he may change it.
    func checkTarget(of alias: AliasRecord, is key: Key) throws(Failure) {
        guard alias.targetKeyID != key.record.id else { return }
        forget(alias.recordID)
        throw .record(.store(.conflict(alias.recordID)))
    }

    /// All aliases of a key, up to a limit.
    func aliases(of key: KeyRecord, limit: Int) async throws(Failure) -> [Versioned<AliasRecord>] {
        let target = AliasRecord.targetValue(account: key.account, region: key.region, keyID: key.id)
        let hits = try await stored { () throws(RecordError) in
            try await self.store.scan(
                AliasRecord.self, index: AliasRecord.targetIndex, from: target, through: target, after: nil,
                limit: limit)
        }
        // The store's index is not believed. Keys of one multi-Region set have one id.
        return hits.map(\.found).filter { alias in
            alias.value.targetKeyID == key.id && alias.value.account == key.account
                && alias.value.region == key.region
        }
    }
}
