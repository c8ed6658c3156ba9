import IAMModel
import Records

/// The operations that do the same to users and to roles.
struct HolderOperations: Sendable {
    var nameParameter: String
    var tag: IAMOperation
    var untag: IAMOperation
    var put: IAMOperation
    var delete: IAMOperation
    var attach: IAMOperation
    var detach: IAMOperation
    var bound: IAMOperation

    static let user = HolderOperations(
        nameParameter: "UserName", tag: .tagUser, untag: .untagUser, put: .putUserPolicy, delete: .deleteUserPolicy,
        attach: .attachUserPolicy, detach: .detachUserPolicy, bound: .putUserPermissionsBoundary)

    static let role = HolderOperations(
        nameParameter: "RoleName", tag: .tagRole, untag: .untagRole, put: .putRolePolicy, delete: .deleteRolePolicy,
        attach: .attachRolePolicy, detach: .detachRolePolicy, bound: .putRolePermissionsBoundary)
}

extension IdentitySeeder {
    /// What a new one is made with.
    static func creation(_ holder: SeededHolder, _ nameParameter: String) -> Parameters {
        var parameters = [(name: nameParameter, value: holder.name)]
        if let path = holder.path { parameters.append((name: "Path", value: path)) }
        if let boundary = holder.boundary { parameters.append((name: "PermissionsBoundary", value: boundary)) }
        return parameters + tags(holder.tags ?? [])
    }

    /// Brings one that is there in line. The operations refuse what they would refuse anybody.
    mutating func bringInLine<Record: PolicyHolder & Tagged>(
        _ holder: SeededHolder, _ record: Record, _ operations: HolderOperations
    ) async throws(RecordError) {
        guard checkName(holder, record) else { return }
        let name = [(name: operations.nameParameter, value: holder.name)]
        try await seedTags(holder.tags, over: record.tags, name, set: operations.tag, remove: operations.untag)
        if let boundary = holder.boundary, record.policies.boundary?.named(in: partition) != boundary {
            try await perform(
                operations.bound, name + [(name: "PermissionsBoundary", value: boundary)], at: ["PermissionsBoundary"])
        }
        try await seedInline(holder.inline, over: record.policies.inline, name, operations)
        try await seedAttached(holder.attached, over: record.policies.attached, name, operations)
    }

    /// Names are the same whatever their case, and ARNs are not.
    @discardableResult
    mutating func checkName<Record: PolicyHolder>(_ holder: SeededHolder, _ record: Record) -> Bool {
        let hasItsPath = holder.path == nil || holder.path == record.path
        if record.name == holder.name, hasItsPath { return true }
        report("there is already \(record.arn(in: partition)), which is another \(Record.kind.rawValue)", at: [])
        return false
    }

    private mutating func seedInline(
        _ wanted: [SeededHolder.Inline]?, over present: [InlinePolicy], _ name: Parameters,
        _ operations: HolderOperations
    ) async throws(RecordError) {
        guard let wanted else { return }
        for policy in present where !wanted.contains(where: { $0.name == policy.name }) {
            try await perform(
                operations.delete, name + [(name: "PolicyName", value: policy.name)], at: ["Policies"])
        }
        let changed = wanted.enumerated().filter { _, policy in
            !present.contains(InlinePolicy(name: policy.name, document: policy.document))
        }
        // All together have a quota of size. What does not grow comes first, so that none is exceeded on the way.
        func grows(_ policy: SeededHolder.Inline) -> Bool {
            guard let old = present.first(where: { $0.name == policy.name }) else { return true }
            return PolicyText.size(policy.document) > PolicyText.size(old.document)
        }
        for (index, policy) in changed.filter({ !grows($0.element) }) + changed.filter({ grows($0.element) }) {
            try await perform(
                operations.put,
                name + [(name: "PolicyName", value: policy.name), (name: "PolicyDocument", value: policy.document)],
                at: ["Policies", String(index)])
        }
    }

    private mutating func seedAttached(
        _ wanted: [String]?, over present: [String], _ name: Parameters, _ operations: HolderOperations
    ) async throws(RecordError) {
        guard let wanted else { return }
        let here = present.map { $0.named(in: partition) }
        for arn in here where !wanted.contains(arn) {
            try await perform(operations.detach, name + [(name: "PolicyArn", value: arn)], at: ["ManagedPolicyArns"])
        }
        for (index, arn) in wanted.enumerated() where !here.contains(arn) {
            try await perform(
                operations.attach, name + [(name: "PolicyArn", value: arn)], at: ["ManagedPolicyArns", String(index)])
        }
    }
}
