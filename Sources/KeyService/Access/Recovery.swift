import KMSModel
public import Records

extension KeyService {
    /// Gives a key its default policy, which leaves it to its account, when its own lets nobody in any more. For an
    /// operator, who has shown that he has the root key. The audit trail tells of it, with the policy that the key had.
    ///
    /// Gives the policy that it had; nil if there is no such key.
    /// `arn`: the key's.
    public func recover(keyARN arn: String) async throws(RecordError) -> String? {
        guard let arn = KMSARN(parsing: arn), case .key(let id) = arn.resource else { return nil }
        let place = Place(account: arn.account, region: arn.region, partition: arn.partition)
        let store = environment.keys.store
        guard let found = try await store.read(KeyRecord.self, account: place.account, region: place.region, name: id)
        else { return nil }
        var record = found.value
        record.set(AcceptedPolicy(document: KeyPolicy.byDefault(in: place), principals: [:]))
        let event = environment.keys.change(
            for: .recovery(formerPolicy: found.value.policy), of: record, at: environment.clock.nowMilliseconds(),
            environment.randomness)
        try await store.commit([store.put(record, over: found.version), event])
        environment.keys.forget(record.recordID)
        return found.value.policy
    }
}
