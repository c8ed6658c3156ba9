// Room: Identity (floor 3)
// Holds: accounts, their users, groups, roles and policies; access keys and their secrets; who is behind an access key
//        id, and what policies he has; the operations of IAM; what they and STS's tell for the audit trail.
// Must not know: signatures, HTTP, KMS, any database; no clock, no randomness of its own.
// Go instead: to SigV4 for what a secret access key signs, to IAMPolicy for what policies decide, to IAMModel for
//             requests and answers, to Records for how things are stored.

public import IAMPolicy
public import Records
import Synchronization

/// Who may call, over a record store. Any number of tasks may ask at once, and any number of processes may share a store.
public final class Identity: Sendable {
    let store: SealedStore
    let clock: any Clock
    let randomness: any Randomness
    let entities: EntityStore
    let lastUses = LastUses()
    let sessionTokens: SessionTokens
    private let accessKeys: SnapshotCache<String, AccessKey>
    private let callers: SnapshotCache<Principal, KnownCaller>
    private let feedPosition = Mutex<Int64?>(nil)
    private static let feedPageSize = 100

    /// - Parameters:
    ///   - store: where everything is, sealed.
    ///   - clock: says when it was made.
    ///   - randomness: for ids and secrets.
    ///   - cacheCapacity: the greatest number of access keys, of callers, and of each kind of what they are made of, that
    ///     are held in memory, at least 2.
    public init(store: SealedStore, clock: any Clock, randomness: any Randomness, cacheCapacity: Int = 10_000) {
        self.store = store
        self.clock = clock
        self.randomness = randomness
        accessKeys = SnapshotCache(capacity: cacheCapacity)
        callers = SnapshotCache(capacity: cacheCapacity)
        entities = EntityStore(store, capacity: cacheCapacity)
        sessionTokens = SessionTokens(store: store, randomness: randomness, capacity: cacheCapacity)
    }

    /// The access key of an id, from memory if it was asked for before. That there is none is not remembered.
    /// - Returns: nil if there is none.
    public func accessKey(_ id: String) async throws(RecordError) -> AccessKey? {
        if let key = accessKeys.find(id) { return key }
        let ticket = accessKeys.ticket()
        guard let key = try await read(id) else { return nil }
        accessKeys.insert(key, for: id, ticket: ticket)
        return key
    }

    /// A caller with his policies, from memory if he was asked for before and nothing has changed since.
    /// - Returns: nil if the user or role is gone: whatever he was allowed, he is not any more.
    /// - Throws: `RecordError`, also if one of his policies is missing or can't be read. Nothing is to be allowed then.
    public func caller(for principal: Principal) async throws(RecordError) -> KnownCaller? {
        if case .root = principal.kind { return .root(principal) }
        if let caller = callers.find(principal) { return caller }
        let ticket = callers.ticket()
        guard let caller = try await Callers(entities: entities).caller(for: principal) else { return nil }
        callers.insert(caller, for: principal, ticket: ticket)
        return caller
    }

    /// What `caller(for:)` says of his policies.
    public func requester(for principal: Principal) async throws(RecordError) -> Requester? {
        try await caller(for: principal)?.requester
    }

    /// How many access keys are held in memory.
    public var cachedAccessKeys: Int { accessKeys.statistics.count }

    /// Who every caller of an account is where signatures are not checked: the account's root.
    public static func developmentPrincipal(account: String, partition: String) -> Principal {
        .root(account: account, partition: partition)
    }

    private func read(_ id: String) async throws(RecordError) -> AccessKey? {
        let record = try await store.read(AccessKeyRecord.self, AccessKeyRecord.recordID(id))
        guard let record, let secret = try await store.readSecret(AccessKeyRecord.secretID(id)) else { return nil }
        return AccessKey(
            id: id, secret: secret, secretVersion: String(record.version), principal: record.value.principal,
            isActive: record.value.isActive)
    }
}

// MARK: Changes

extension Identity {
    /// Carries changes out and forgets what they make stale. What is deleted of a secret is erased.
    /// - Throws: `.store(.conflict)` if a record has another version than its change expects.
    func commit(_ changes: [Change]) async throws(RecordError) {
        let erase = changes.contains { change in
            guard case .delete(let id, _) = change else { return false }
            return id.collection == AccessKeyRecord.secretCollection
        }
        defer {
            for change in changes {
                if case .check = change { continue }
                forget(change.id)
            }
        }
        try await store.commit(changes, erase: erase)
    }

    /// Drops what is remembered: this or another process may have changed the records.
    public func forget() {
        accessKeys.forgetAll()
        entities.forgetAll()
        callers.forgetAll()
    }

    /// Drops what a record that was changed makes stale.
    public func forget(_ id: RecordID) {
        if id.collection == AccessKeyRecord.collection { accessKeys.forget(id.name) }
        // Last: a caller who is put together meanwhile must not get in.
        if entities.forget(id) { callers.forgetAll() }
    }

    /// Forgets what other processes changed, and stores last uses when it is time. Meant to be called every few seconds.
    public func housekeep() async throws(RecordError) {
        try await followChanges()
        try await lastUses.flushIfDue(to: store, at: clock.nowMilliseconds())
    }

    /// Stores what is otherwise stored every few minutes. Meant to be called when the service stops.
    public func flush() async throws(RecordError) { try await lastUses.flush(to: store) }

    /// Notes that an access key was used, or that a role was by one of its sessions; costs no I/O.
    ///
    /// - Parameters:
    ///   - id: the access key's `AKIA…` or the role's `AROA…`.
    ///   - service: as signatures name it, for example `kms`.
    ///   - region: its code.
    public func noteUse(of id: String, service: String, region: String) {
        lastUses.note(LastUseRecord(id: id, time: clock.nowMilliseconds(), service: service, region: region))
    }

    private func followChanges() async throws(RecordError) {
        while true {
            let position = feedPosition.withLock { $0 }
            switch try await changes(after: position) {
            case .changes(let ids, let upTo):
                for id in ids { forget(id) }
                feedPosition.withLock { $0 = upTo }
                if ids.count < Self.feedPageSize { return }
            case .tooFarBehind(let upTo):
                forget()
                feedPosition.withLock { $0 = upTo }
                return
            }
        }
    }

    private func changes(after position: Int64?) async throws(RecordError) -> ChangeFeed {
        do throws(StoreError) {
            return try await store.store.changes(after: position, limit: Self.feedPageSize)
        } catch {
            throw .store(error)
        }
    }
}
