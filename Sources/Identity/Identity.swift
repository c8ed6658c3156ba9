// Room: Identity (floor 2)
// Holds: users, their access keys and the secrets of those; who is behind an access key id.
// Must not know: signatures, HTTP, KMS, any database; no clock, no randomness of its own.
// Go instead: to SigV4 for what a secret access key signs, to Gateway for who may not come in, to Records for how things
//             are stored.

public import Records

/// Who may call, over a record store. Any number of tasks may ask at once, and any number of processes may share a store.
public final class Identity: Sendable {
    let store: SealedStore
    let clock: any Clock
    let randomness: any Randomness
    let sessionTokens: SessionTokens
    private let cache: SnapshotCache<String, AccessKey>

    /// - Parameters:
    ///   - store: where users and access keys are, sealed.
    ///   - clock: says when they were made.
    ///   - randomness: for ids and secrets.
    ///   - cacheCapacity: the greatest number of access keys held in memory, at least 2.
    public init(store: SealedStore, clock: any Clock, randomness: any Randomness, cacheCapacity: Int = 10_000) {
        self.store = store
        self.clock = clock
        self.randomness = randomness
        cache = SnapshotCache(capacity: cacheCapacity)
        sessionTokens = SessionTokens(store: store, randomness: randomness, capacity: cacheCapacity)
    }

    /// The access key of an id, from memory if it was asked for before. That there is none is not remembered.
    /// - Returns: nil if there is none.
    public func accessKey(_ id: String) async throws(RecordError) -> AccessKey? {
        if let key = cache.find(id) { return key }
        let ticket = cache.ticket()
        guard let key = try await read(id) else { return nil }
        cache.insert(key, for: id, ticket: ticket)
        return key
    }

    /// Drops what is remembered: this or another process may have changed the records.
    public func forget() { cache.forgetAll() }

    /// How many access keys are held in memory.
    public var cachedAccessKeys: Int { cache.statistics.count }

    /// Who every caller of an account is where signatures are not checked: the account's root.
    public static func developmentPrincipal(account: String, partition: String) -> Principal {
        .root(account: account, partition: partition)
    }

    private func read(_ id: String) async throws(RecordError) -> AccessKey? {
        let record = try await store.read(AccessKeyRecord.self, account: "", region: "", name: id)
        guard let record, let secret = try await store.readSecret(AccessKeyRecord.secretID(id)) else { return nil }
        return AccessKey(
            id: id, secret: secret, secretVersion: String(record.version), principal: record.value.principal,
            isActive: record.value.isActive)
    }
}
