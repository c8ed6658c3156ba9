import AWSJSON
import IAMModel

extension ManagedPolicyRecord {
    func summary(in partition: String) -> Policy {
        Policy(
            policyName: name, policyId: uniqueID, arn: arn(in: partition), path: path,
            defaultVersionId: "v\(defaultVersion)", attachmentCount: attachmentCount,
            permissionsBoundaryUsageCount: boundaryCount, isAttachable: true,
            createDate: Timestamp(milliseconds: created), updateDate: Timestamp(milliseconds: updated))
    }

    func model(in partition: String) -> Policy {
        var policy = summary(in: partition)
        policy.description = description
        policy.tags = tags.model
        return policy
    }

    func model(_ version: Version, withDocument: Bool) -> PolicyVersion {
        PolicyVersion(
            document: withDocument ? version.document : nil, versionId: version.id,
            isDefaultVersion: version.number == defaultVersion, createDate: Timestamp(milliseconds: version.created))
    }

    func detail(in partition: String) -> ManagedPolicyDetail {
        ManagedPolicyDetail(
            policyName: name, policyId: uniqueID, arn: arn(in: partition), path: path,
            defaultVersionId: "v\(defaultVersion)", attachmentCount: attachmentCount,
            permissionsBoundaryUsageCount: boundaryCount, isAttachable: true, description: description,
            createDate: Timestamp(milliseconds: created), updateDate: Timestamp(milliseconds: updated),
            policyVersionList: versions.reversed().map { model($0, withDocument: true) })
    }
}

extension AWSManagedPolicy {
    var versionID: String { "v\(version)" }

    func summary(in partition: String, _ uses: PolicyUses) -> Policy {
        Policy(
            policyName: name, policyId: id, arn: arn(in: partition), path: path, defaultVersionId: versionID,
            attachmentCount: uses.attachments, permissionsBoundaryUsageCount: uses.boundaries, isAttachable: true,
            createDate: Timestamp(milliseconds: created), updateDate: Timestamp(milliseconds: updated))
    }

    func model(in partition: String, _ uses: PolicyUses) -> Policy {
        var policy = summary(in: partition, uses)
        policy.description = description
        return policy
    }

    func versionModel(withDocument: Bool) -> PolicyVersion {
        PolicyVersion(
            document: withDocument ? document : nil, versionId: versionID, isDefaultVersion: true,
            createDate: Timestamp(milliseconds: updated))
    }

    func detail(in partition: String, _ uses: PolicyUses) -> ManagedPolicyDetail {
        ManagedPolicyDetail(
            policyName: name, policyId: id, arn: arn(in: partition), path: path, defaultVersionId: versionID,
            attachmentCount: uses.attachments, permissionsBoundaryUsageCount: uses.boundaries, isAttachable: true,
            description: description, createDate: Timestamp(milliseconds: created),
            updateDate: Timestamp(milliseconds: updated), policyVersionList: [versionModel(withDocument: true)])
    }
}
