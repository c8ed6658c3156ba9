import IAMPolicy
import Records

/// Users, groups, roles and managed policies with their policies parsed, as last read.
final class EntityStore: Sendable {
    /// A user, group or role.
    struct Held<Record: PolicyHolder>: Sendable {
        var record: Record
        var inline: [AttachedPolicy]
    }

    let store: SealedStore
    private let users: SnapshotCache<RecordID, Held<UserRecord>>
    private let groups: SnapshotCache<RecordID, Held<GroupRecord>>
    private let roles: SnapshotCache<RecordID, Held<RoleRecord>>
    private let policies: SnapshotCache<RecordID, AttachedPolicy>

    init(_ store: SealedStore, capacity: Int) {
        self.store = store
        users = SnapshotCache(capacity: capacity)
        groups = SnapshotCache(capacity: capacity)
        roles = SnapshotCache(capacity: capacity)
        policies = SnapshotCache(capacity: capacity)
    }

    /// A user, by the ARN that it had when it was last heard of, and its unique id: another user of that name is not it.
    func user(_ arn: String, id: String) async throws(RecordError) -> Held<UserRecord>? {
        if let found = try await held(named: arn, in: users), found.record.uniqueID == id { return found }
        return try await held(id: id, in: users)
    }

    func role(_ arn: String, id: String) async throws(RecordError) -> Held<RoleRecord>? {
        if let found = try await held(named: arn, in: roles), found.record.uniqueID == id { return found }
        return try await held(id: id, in: roles)
    }

    func group(id: String) async throws(RecordError) -> Held<GroupRecord>? { try await held(id: id, in: groups) }

    /// A managed policy, by its ARN in any partition; nil if there is none.
    func managedPolicy(_ arn: String) async throws(RecordError) -> AttachedPolicy? {
        let arn = arn.named(in: .recordPartition)
        guard let name = EntityARN(arn), name.kind == .policy else { return nil }
        if name.account == EntityARN.awsAccount { return ManagedPolicyCatalogue.attached(arn) }
        let id = ManagedPolicyRecord.recordID(name.name, account: name.account)
        let policy = try await heldPolicy(id)
        return policy?.arn == arn ? policy : nil
    }

    private func heldPolicy(_ id: RecordID) async throws(RecordError) -> AttachedPolicy? {
        if let policy = policies.find(id) { return policy }
        let ticket = policies.ticket()
        guard let record = try await store.read(ManagedPolicyRecord.self, id)?.value else { return nil }
        let arn = record.arn(in: .recordPartition)
        let policy = AttachedPolicy(arn: arn, label: arn, document: try parsed(record.document, in: id))
        policies.insert(policy, for: id, ticket: ticket)
        return policy
    }

    /// - Returns: whether callers are to be put together anew.
    func forget(_ id: RecordID) -> Bool {
        switch id.collection {
        case UserRecord.collection: users.forget(id)
        case GroupRecord.collection: groups.forget(id)
        case RoleRecord.collection: roles.forget(id)
        case ManagedPolicyRecord.collection: policies.forget(id)
        default: return false
        }
        return true
    }

    func forgetAll() {
        users.forgetAll()
        groups.forgetAll()
        roles.forgetAll()
        policies.forgetAll()
    }

    private func held<Record>(
        named arn: String, in cache: SnapshotCache<RecordID, Held<Record>>
    ) async throws(RecordError) -> Held<Record>? {
        guard let name = EntityARN(arn), name.kind == Record.kind else { return nil }
        let id = Record.recordID(name.name, account: name.account)
        if let found = cache.find(id) { return found }
        let ticket = cache.ticket()
        guard let record = try await store.read(Record.self, id)?.value else { return nil }
        let held = try held(record)
        cache.insert(held, for: id, ticket: ticket)
        return held
    }

    private func held<Record>(
        id: String, in cache: SnapshotCache<RecordID, Held<Record>>
    ) async throws(RecordError) -> Held<Record>? {
        guard let record = try await store.entity(Record.self, id: id)?.value else { return nil }
        return try held(record)
    }

    private func held<Record>(_ record: Record) throws(RecordError) -> Held<Record> {
        var inline: [AttachedPolicy] = []
        for policy in record.policies.inline {
            let document = try parsed(policy.document, in: record.recordID)
            let label = "inline policy \(policy.name) of \(Record.kind.rawValue) \(record.name)"
            inline.append(AttachedPolicy(arn: nil, label: label, document: document))
        }
        return Held(record: record, inline: inline)
    }

    /// A policy that can't be read may deny something: whoever has it may do nothing.
    private func parsed(_ text: String, in id: RecordID) throws(RecordError) -> PolicyDocument {
        do throws(PolicyError) {
            return try PolicyDocument(parsing: text, as: .identity)
        } catch {
            throw .undecodable(id)
        }
    }
}

extension SealedStore {
    func read<Value: RecordContent>(_ type: Value.Type, _ id: RecordID) async throws(RecordError) -> Versioned<Value>? {
        try await read(type, account: id.account, region: id.region, name: id.name)
    }

    /// What has a unique id; nil if it was deleted.
    func entity<Value: Entity>(_ type: Value.Type, id: String) async throws(RecordError) -> Versioned<Value>? {
        let hits = try await scan(type, index: EntityIndex.id, from: id, through: id, after: nil, limit: 2)
        return hits.map(\.found).first { $0.value.uniqueID == id }
    }
}
