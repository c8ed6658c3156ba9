import AWSJSON
import KMSModel
import KeyCrypto
import Records

/// Grants in the record store.
struct GrantStore: Sendable {
    let keys: KeyStore

    var store: SealedStore { keys.store }

    func grant(_ id: String, of key: KeyRecord) async throws(Failure) -> GrantRecord? {
        try await stored { () throws(RecordError) in
            try await store.read(
                GrantRecord.self, account: key.account, region: key.region,
                name: GrantRecord.recordName(id, keyID: key.id))
        }?.value
    }

    /// The grant that a token stands for.
    /// - Throws: `invalidGrantToken` if the token was not made for a grant that is here.
    func grant(_ token: GrantToken, in place: Place) async throws(Failure) -> GrantRecord {
        guard let grant = try await find(token, in: place), token.isAuthentic(for: grant) else {
            throw .invalidGrantToken
        }
        return grant
    }

    /// The grant that a token names, whoever made the token.
    func find(_ token: GrantToken, in place: Place) async throws(Failure) -> GrantRecord? {
        try await stored { () throws(RecordError) in
            try await store.read(
                GrantRecord.self, account: place.account, region: place.region,
                name: GrantRecord.recordName(token.grantID, keyID: token.keyID))
        }?.value
    }

    /// Makes a grant, or finds the one of the same name and terms.
    func create(_ terms: GrantTerms, on key: Key, in call: Call) async throws(Failure) -> GrantRecord {
        var current = key
        for _ in 1..<KeyStore.attemptsMax {
            do throws(Failure) {
                return try await attemptToCreate(terms, on: current, in: call)
            } catch .record(.store(.conflict)) {
                guard let fresh = try await keys.freshKey(key.record.id, in: key.place) else {
                    throw .keyNotFound(arn: key.arn)
                }
                current = fresh
            }
        }
        return try await attemptToCreate(terms, on: current, in: call)
    }

    /// The batch holds only for the key as it was looked at: no grant is made on a key that is being deleted.
    private func attemptToCreate(_ terms: GrantTerms, on key: Key, in call: Call) async throws(Failure) -> GrantRecord {
        try StateRules.check(call.operation, key)
        var tally = try await tally(of: key.record)
        if let existing = try await repetition(of: terms, on: key.record) { return existing }
        guard tally.value.count < GrantRules.grantsPerKeyMax else {
            throw .refused(
                .limitExceededException, "A KMS key can have at most \(GrantRules.grantsPerKeyMax) grants.")
        }
        tally.value.count += 1
        let grant = GrantRecord(
            id: Hex.encode(call.randomness.bytes(GrantRecord.idBytes)), account: key.record.account,
            region: key.record.region, keyID: key.record.id, created: call.now, issuer: call.caller.account,
            terms: terms, tokenKey: call.randomness.bytes(GrantRecord.tokenKeyBytes))
        try await commit([
            .check(key.record.recordID, expectedVersion: key.version),
            store.put(tally.value, over: tally.version), store.put(grant, over: 0),
        ])
        return grant
    }

    /// Deletes a grant.
    func remove(_ id: String, of key: KeyRecord) async throws(Failure) {
        for _ in 1..<KeyStore.attemptsMax {
            do throws(Failure) {
                return try await attemptToRemove(id, of: key)
            } catch .record(.store(.conflict)) {
                // The key's grants were changed meanwhile.
            }
        }
        try await attemptToRemove(id, of: key)
    }

    private func attemptToRemove(_ id: String, of key: KeyRecord) async throws(Failure) {
        var tally = try await tally(of: key)
        guard let grant = try await grant(id, of: key) else { throw .grantNotFound(id) }
        tally.value.count = max(0, tally.value.count - 1)
        try await commit([
            .delete(grant.recordID, expectedVersion: 1), store.put(tally.value, over: tally.version),
        ])
    }

    private func tally(of key: KeyRecord) async throws(Failure) -> Versioned<GrantTally> {
        let found = try await stored { () throws(RecordError) in
            try await store.read(GrantTally.self, account: key.account, region: key.region, name: key.id)
        }
        return found ?? Versioned(GrantTally(of: key), version: 0)
    }

    /// Not by way of the `KeyStore`, which would forget a key whose version is only checked.
    func commit(_ changes: [Change]) async throws(Failure) {
        defer { for change in changes where change.id.collection == GrantRecord.collection { keys.forget(change.id) } }
        try await stored { () throws(RecordError) in try await store.commit(changes) }
    }
}

extension Call {
    var grants: GrantStore { GrantStore(keys: keys) }
}
