import IAMModel
import Records

/// What is done alike to the policies of users, groups and roles.
extension IAMCall {
    /// Both are written: a policy that is being deleted is attached to nothing.
    func attach<Record: PolicyHolder>(_ arn: String, to holder: Versioned<Record>) async throws(IAMFailure) {
        var holder = holder
        let name = arn.named(in: .recordPartition)
        let policy = try await use(arn, \.attachmentCount, by: 1)
        if holder.value.policies.attached.contains(name) { return }
        guard holder.value.policies.attached.count < Quotas.policiesPerHolder else {
            throw .quota("PoliciesPer\(Record.kind.rawValue.capitalizedASCII)", Quotas.policiesPerHolder)
        }
        holder.value.policies.attached.append(name)
        try await commit([holder.put(in: store)] + policy)
    }

    func detach<Record: PolicyHolder>(_ arn: String, from holder: Versioned<Record>) async throws(IAMFailure) {
        var holder = holder
        let name = arn.named(in: .recordPartition)
        let policy = try await use(arn, \.attachmentCount, by: -1)
        guard holder.value.policies.attached.contains(name) else { throw .policyNotFound(arn) }
        holder.value.policies.attached.removeAll { $0 == name }
        try await commit([holder.put(in: store)] + policy)
    }

    /// Sets or takes away the boundary of a record that is still to be written, and names the changes that belong to it.
    /// `arn`: nil for none.
    func setBoundary<Record: PolicyHolder>(
        _ arn: String?, of record: inout Record
    ) async throws(IAMFailure) -> [Change] {
        let old = record.policies.boundary?.named(in: partition)
        record.policies.boundary = arn?.named(in: .recordPartition)
        if old == arn { return [] }
        var changes: [Change] = []
        if let arn { changes += try await use(arn, \.boundaryCount, by: 1) }
        if let old { changes += try await use(old, \.boundaryCount, by: -1) }
        return changes
    }

    /// Whoever gives another name or path must be allowed that for both.
    func renaming<Record: PolicyHolder>(
        _ subject: Named<Record>, to name: String?, _ path: String?
    ) -> [IAMPermission] {
        let source = IAMPermission(operation, on: subject, in: self)
        guard var record = subject.found?.value else { return [source] }
        record.name = name ?? record.name
        record.path = path ?? record.path
        var target = source
        target.resource = record.arn(in: partition)
        target.words = target.resource
        return source.resource == target.resource ? [source] : [source, target]
    }

    /// The changes that give an entity another name or path. Whatever names it does so by its unique id.
    func rename<Record: PolicyHolder>(
        _ entity: Versioned<Record>, to record: Record
    ) async throws(IAMFailure) -> [Change] {
        if record.recordID == entity.value.recordID { return [store.put(record, over: entity.version)] }
        guard try await read(Record.self, record.recordID) == nil else {
            throw .alreadyExists(Record.kind, record.name)
        }
        return [entity.delete(), store.put(record, over: 0)]
    }

    /// A page of those that have a managed policy, by their records' names.
    func holders<Record: PolicyHolder>(
        _ type: Record.Type, of arn: String, as usage: PolicyUsageType?, after: String?, limit: Int
    ) async throws(IAMFailure) -> [Record] {
        let arn = arn.named(in: .recordPartition)
        let value = EntityIndex.policyValue(arn, account: account)
        var attached: [Record] = []
        var bounded: [Record] = []
        if usage != .permissionsBoundary {
            attached = try await indexed(type, EntityIndex.policy, value, after: after, limit: limit) {
                $0.policies.attached.contains(arn)
            }
        }
        if usage != .permissionsPolicy {
            bounded = try await indexed(type, EntityIndex.boundary, value, after: after, limit: limit) {
                $0.policies.boundary == arn
            }
        }
        let both = Dictionary(
            (attached + bounded).map { ($0.recordID.name, $0) }, uniquingKeysWith: { first, _ in first })
        return Array(both.sorted { $0.key.precedes($1.key) }.map(\.value).prefix(limit))
    }
}

extension PolicyHolder {
    func inlinePolicy(_ name: String) throws(IAMFailure) -> InlinePolicy {
        guard let policy = policies.inline.first(where: { $0.name == name }) else {
            throw .inlinePolicyNotFound(Self.kind, name)
        }
        return policy
    }

    /// ARNs of managed policies that are attached.
    func attachedPage(_ prefix: String?, _ marker: String?, _ limit: Int?) throws(IAMFailure) -> Page<String> {
        let wanted = policies.attached.filter { EntityARN($0)?.path.hasPath(prefix ?? "/") == true }
        return try Page(of: wanted, marker: marker, limit: limit) { EntityARN($0)?.name ?? $0 }
    }
}

extension EntityPolicies {
    /// What is deleted must have no policies.
    func checkNone() throws(IAMFailure) {
        guard inline.isEmpty else { throw .deleteConflict("delete policies") }
        guard attached.isEmpty else { throw .deleteConflict("detach all policies") }
    }
}

extension String {
    /// Whether a path begins with another. `/` is the beginning of all.
    func hasPath(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
