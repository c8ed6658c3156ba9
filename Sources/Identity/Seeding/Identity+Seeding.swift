import IAMModel
public import Records

/// Users, roles and policies that a seed file brings. In a store without any, what is reported is what no server takes.
extension Identity {
    /// Makes a customer managed policy, or brings an existing one in line with what the file says of it.
    public func seed(_ policy: SeededPolicy) async throws(RecordError) -> SeedResult {
        var seeder = IdentitySeeder(self, account: policy.account, partition: policy.partition)
        let id = ManagedPolicyRecord.recordID(policy.name, account: policy.account)
        let existing = try await seeder.read(ManagedPolicyRecord.self, id)?.value
        if let existing {
            try await seeder.bringInLine(policy, existing)
        } else {
            var parameters = [
                (name: "PolicyName", value: policy.name), (name: "PolicyDocument", value: policy.document),
            ]
            if let path = policy.path { parameters.append((name: "Path", value: path)) }
            if let description = policy.description { parameters.append((name: "Description", value: description)) }
            try await seeder.perform(.createPolicy, parameters + IdentitySeeder.tags(policy.tags ?? []))
        }
        return seeder.result(isNew: existing == nil)
    }

    /// Makes a role, or brings an existing one in line with what the file says of it.
    public func seed(_ role: SeededRole) async throws(RecordError) -> SeedResult {
        var seeder = IdentitySeeder(self, account: role.holder.account, partition: role.holder.partition)
        let id = RoleRecord.recordID(role.holder.name, account: role.holder.account)
        let existing = try await seeder.read(RoleRecord.self, id)?.value
        if let existing {
            try await seeder.bringInLine(role, existing)
        } else {
            let parameters = IdentitySeeder.creation(role.holder, "RoleName") + IdentitySeeder.terms(of: role)
            let trust = [(name: "AssumeRolePolicyDocument", value: role.trust)]
            guard try await seeder.perform(.createRole, parameters + trust) else { return seeder.result(isNew: true) }
        }
        if let record = try await seeder.read(RoleRecord.self, id)?.value {
            try await seeder.bringInLine(role.holder, record, .role)
        }
        return seeder.result(isNew: existing == nil)
    }

    /// Makes a user with his access keys, or brings an existing one in line with what the file says of him.
    public func seed(_ user: SeededUser) async throws(RecordError) -> SeedResult {
        var seeder = IdentitySeeder(self, account: user.holder.account, partition: user.holder.partition)
        let id = UserRecord.recordID(user.holder.name, account: user.holder.account)
        let isNew = try await seeder.read(UserRecord.self, id) == nil
        if isNew {
            let parameters = IdentitySeeder.creation(user.holder, "UserName")
            guard try await seeder.perform(.createUser, parameters) else { return seeder.result(isNew: true) }
        }
        if let record = try await seeder.read(UserRecord.self, id)?.value {
            try await seeder.bringInLine(user.holder, record, .user)
            try await seeder.seedAccessKeys(user)
        }
        return seeder.result(isNew: isNew)
    }

    /// What an existing user of the name, or access keys of the ids, have that can't be changed, and is not as the file has it.
    public func conflicts(with user: SeededUser) async throws(RecordError) -> [SeedProblem] {
        var seeder = IdentitySeeder(self, account: user.holder.account, partition: user.holder.partition)
        let id = UserRecord.recordID(user.holder.name, account: user.holder.account)
        let record = try await seeder.read(UserRecord.self, id)?.value
        if let record { seeder.checkName(user.holder, record) }
        try await seeder.checkAccessKeys(user, of: record)
        return seeder.problems
    }

    /// What an existing role of the name has that can't be changed, and is not as the file has it.
    public func conflicts(with role: SeededRole) async throws(RecordError) -> [SeedProblem] {
        var seeder = IdentitySeeder(self, account: role.holder.account, partition: role.holder.partition)
        let id = RoleRecord.recordID(role.holder.name, account: role.holder.account)
        if let record = try await seeder.read(RoleRecord.self, id)?.value { seeder.checkName(role.holder, record) }
        return seeder.problems
    }

    /// What an existing policy of the name has that can't be changed, and is not as the file has it.
    public func conflicts(with policy: SeededPolicy) async throws(RecordError) -> [SeedProblem] {
        var seeder = IdentitySeeder(self, account: policy.account, partition: policy.partition)
        let id = ManagedPolicyRecord.recordID(policy.name, account: policy.account)
        if let record = try await seeder.read(ManagedPolicyRecord.self, id)?.value { seeder.check(policy, record) }
        return seeder.problems
    }
}

extension IdentitySeeder {
    static func terms(of role: SeededRole) -> Parameters {
        var parameters: Parameters = []
        if let description = role.description { parameters.append((name: "Description", value: description)) }
        if let seconds = role.maxSessionSeconds {
            parameters.append((name: "MaxSessionDuration", value: String(seconds)))
        }
        return parameters
    }

    fileprivate mutating func bringInLine(_ role: SeededRole, _ record: RoleRecord) async throws(RecordError) {
        let name = [(name: "RoleName", value: role.holder.name)]
        let isDescribed = role.description == nil || role.description == record.description
        let isAsLong = role.maxSessionSeconds == nil || role.maxSessionSeconds == record.maxSessionSeconds
        if !isDescribed || !isAsLong { try await perform(.updateRole, name + Self.terms(of: role)) }
        // Whom it names may be somebody else by now.
        let call = call(.updateAssumeRolePolicy)
        guard (try? await call.trustPolicy(role.trust)) != record.trust else { return }
        try await perform(
            .updateAssumeRolePolicy, name + [(name: "PolicyDocument", value: role.trust)],
            at: ["AssumeRolePolicyDocument"])
    }

    @discardableResult
    fileprivate mutating func check(_ policy: SeededPolicy, _ record: ManagedPolicyRecord) -> Bool {
        guard record.arn(in: partition) == policy.arn else {
            report("there is already \(record.arn(in: partition)), which is another policy", at: [])
            return false
        }
        guard policy.description == nil || policy.description == record.description ?? "" else {
            report("a policy's description can't be changed", at: ["Description"])
            return false
        }
        return true
    }

    fileprivate mutating func bringInLine(
        _ policy: SeededPolicy, _ record: ManagedPolicyRecord
    ) async throws(RecordError) {
        guard check(policy, record) else { return }
        let name = [(name: "PolicyArn", value: policy.arn)]
        try await seedTags(policy.tags, over: record.tags, name, set: .tagPolicy, remove: .untagPolicy)
        guard record.document != policy.document else { return }
        if record.versions.count >= Quotas.versionsPerPolicy,
            let oldest = record.versions.first(where: { $0.number != record.defaultVersion })
        {
            try await perform(.deletePolicyVersion, name + [(name: "VersionId", value: oldest.id)])
        }
        try await perform(
            .createPolicyVersion,
            name + [(name: "PolicyDocument", value: policy.document), (name: "SetAsDefault", value: "true")],
            at: ["PolicyDocument"])
    }
}
