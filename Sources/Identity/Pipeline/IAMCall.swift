import IAMModel
import IAMPolicy
import Records

/// One call: who asks what.
struct IAMCall: Sendable {
    let operation: IAMOperation
    let caller: KnownCaller
    let principal: Principal
    let request: RequestFacts
    let partition: String
    let identity: Identity

    /// All that a call names is in its caller's account.
    var account: String { principal.account }
    /// Milliseconds since 1970.
    var now: Int64 { identity.clock.nowMilliseconds() }
    var store: SealedStore { identity.store }

    /// `resource`: from `user/…` on.
    func arn(_ resource: String) -> String { "arn:\(partition):iam::\(account):\(resource)" }

    func read<Value: RecordContent>(
        _ type: Value.Type, _ id: RecordID
    ) async throws(IAMFailure) -> Versioned<Value>? {
        try await stored { () throws(RecordError) in try await store.read(type, id) }
    }

    /// Carries out all changes or none; if a record was changed since it was read, the call is made anew.
    func commit(_ changes: [Change]) async throws(IAMFailure) {
        try await stored { () throws(RecordError) in try await identity.commit(changes) }
    }

    /// The account with its counts, which is not there until something is made in it.
    func accountRecord() async throws(IAMFailure) -> Versioned<AccountRecord> {
        try await read(AccountRecord.self, AccountRecord.recordID(account))
            ?? Versioned(AccountRecord(account: account, created: now), version: 0)
    }

    /// The change that counts one more or less of something; refused if there would be too many.
    func count(
        _ path: any WritableKeyPath<AccountRecord, Int> & Sendable, by difference: Int, quota: String, most: Int
    ) async throws(IAMFailure) -> Change {
        var record = try await accountRecord()
        let count = record.value[keyPath: path] + difference
        guard difference < 0 || count <= most else { throw .quota(quota, most) }
        record.value[keyPath: path] = max(0, count)
        return store.put(record.value, over: record.version)
    }
}

extension Versioned {
    /// The change that writes the value over the version it was read in.
    func put(in store: SealedStore) -> Change where Value: RecordContent { store.put(value, over: version) }

    func delete() -> Change where Value: RecordContent { .delete(value.recordID, expectedVersion: version) }
}
