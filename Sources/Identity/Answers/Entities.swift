import AWSJSON
import IAMModel

/// Records as answers have them. Lists leave out what is only told of a single one: tags, boundary, last use.
extension UserRecord {
    func summary(in partition: String) -> User {
        User(
            path: path, userName: name, userId: uniqueID, arn: arn(in: partition),
            createDate: Timestamp(milliseconds: created))
    }

    func model(in partition: String) -> User {
        var user = summary(in: partition)
        user.permissionsBoundary = policies.boundaryModel(in: partition)
        user.tags = tags.model
        return user
    }
}

extension GroupRecord {
    func model(in partition: String) -> Group {
        Group(
            path: path, groupName: name, groupId: uniqueID, arn: arn(in: partition),
            createDate: Timestamp(milliseconds: created))
    }
}

extension RoleRecord {
    /// `trust`: the trust policy as it is to be shown.
    func summary(in partition: String, trust: String) -> Role {
        Role(
            path: path, roleName: name, roleId: uniqueID, arn: arn(in: partition),
            createDate: Timestamp(milliseconds: created), assumeRolePolicyDocument: trust, description: description,
            maxSessionDuration: maxSessionSeconds)
    }

    func model(in partition: String, trust: String, lastUse: LastUseRecord?) -> Role {
        var role = summary(in: partition, trust: trust)
        role.permissionsBoundary = policies.boundaryModel(in: partition)
        role.tags = tags.model
        role.roleLastUsed = lastUse.model
        return role
    }
}

extension LastUseRecord? {
    /// Empty if it was never used.
    var model: RoleLastUsed {
        RoleLastUsed(lastUsedDate: self.map { Timestamp(milliseconds: $0.time) }, region: self?.region)
    }
}

extension EntityPolicies {
    func boundaryModel(in partition: String) -> AttachedPermissionsBoundary? {
        boundary.map {
            AttachedPermissionsBoundary(
                permissionsBoundaryType: .permissionsBoundaryPolicy, permissionsBoundaryArn: $0.named(in: partition))
        }
    }

    func attachedModel(in partition: String) -> [AttachedPolicy] { attached.map { AttachedPolicy($0, in: partition) } }

    var inlineModel: [PolicyDetail] {
        inline.map { PolicyDetail(policyName: $0.name, policyDocument: $0.document) }
    }
}

extension AttachedPolicy {
    init(_ arn: String, in partition: String) {
        self.init(policyName: EntityARN(arn)?.name, policyArn: arn.named(in: partition))
    }
}

extension AccessKeyRecord {
    /// `name`: of its user.
    func metadata(_ name: String) -> AccessKeyMetadata {
        AccessKeyMetadata(
            userName: name, accessKeyId: id, status: status, createDate: Timestamp(milliseconds: created))
    }

    var status: StatusType { isActive ? .active : .inactive }
}
