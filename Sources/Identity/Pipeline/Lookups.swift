import IAMModel
import Records

/// What several commands look up.
extension IAMCall {
    func groups(of user: UserRecord) async throws(IAMFailure) -> [GroupRecord] {
        var groups: [GroupRecord] = []
        for id in user.groupIDs {
            let group = try await stored { () throws(RecordError) in
                try await store.entity(GroupRecord.self, id: id)
            }
            guard let group, group.value.account == account else { throw .record(.undecodable(user.recordID)) }
            groups.append(group.value)
        }
        return groups
    }

    /// The user of an access key that is to be changed. The root has none.
    func keyHolder(_ subject: Named<UserRecord>) throws(IAMFailure) -> Versioned<UserRecord> {
        if isRoot, subject.found == nil, subject.name == "root" {
            throw .notBuilt("access keys of an account's root")
        }
        return try subject.required()
    }

    /// An access key that a user has.
    func accessKey(_ id: String, of user: UserRecord) async throws(IAMFailure) -> Versioned<AccessKeyRecord> {
        guard user.accessKeyIDs.contains(id) else { throw .accessKeyNotFound(id) }
        let key = try await read(AccessKeyRecord.self, AccessKeyRecord.recordID(id))
        guard let key, key.value.principal.userID == user.uniqueID else {
            throw .record(.undecodable(AccessKeyRecord.recordID(id)))
        }
        return key
    }

    /// A role with all that is told of it.
    func model(_ role: RoleRecord) async throws(IAMFailure) -> Role {
        let use = try await stored { () throws(RecordError) in
            try await identity.lastUses.lastUse(of: role.uniqueID, in: store)
        }
        return role.model(in: partition, trust: try await shownTrustPolicy(role), lastUse: use)
    }

    func detail(_ user: UserRecord) async throws(IAMFailure) -> UserDetail {
        let summary = user.model(in: partition)
        return UserDetail(
            path: summary.path, userName: summary.userName, userId: summary.userId, arn: summary.arn,
            createDate: summary.createDate, userPolicyList: user.policies.inlineModel,
            groupList: try await groups(of: user).map(\.name),
            attachedManagedPolicies: user.policies.attachedModel(in: partition),
            permissionsBoundary: summary.permissionsBoundary, tags: summary.tags)
    }

    func detail(_ role: RoleRecord) async throws(IAMFailure) -> RoleDetail {
        let summary = try await model(role)
        return RoleDetail(
            path: summary.path, roleName: summary.roleName, roleId: summary.roleId, arn: summary.arn,
            createDate: summary.createDate, assumeRolePolicyDocument: summary.assumeRolePolicyDocument,
            instanceProfileList: [], rolePolicyList: role.policies.inlineModel,
            attachedManagedPolicies: role.policies.attachedModel(in: partition),
            permissionsBoundary: summary.permissionsBoundary, tags: summary.tags, roleLastUsed: summary.roleLastUsed)
    }
}

extension GroupRecord {
    func detail(in partition: String) -> GroupDetail {
        let summary = model(in: partition)
        return GroupDetail(
            path: summary.path, groupName: summary.groupName, groupId: summary.groupId, arn: summary.arn,
            createDate: summary.createDate, groupPolicyList: policies.inlineModel,
            attachedManagedPolicies: policies.attachedModel(in: partition))
    }
}

extension ManagedPolicyRecord {
    /// `arn`: as the request has it.
    func version(_ id: String, _ arn: String) throws(IAMFailure) -> Version {
        guard let version = versions.first(where: { $0.id == id }) else { throw .policyVersionNotFound(arn, id) }
        return version
    }
}
