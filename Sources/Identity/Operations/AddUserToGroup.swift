import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
enum AddUserToGroup: EntityCommand {
    typealias Input = AddUserToGroupRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.addUserToGroup

    static func name(_ input: AddUserToGroupRequest) -> String { input.groupName }

    /// Both are written: a group that is being deleted gets nobody.
    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var group = try request.subject.required()
        var user = try await call.named(UserRecord.self, request.input.userName).required()
        if user.value.groupIDs.contains(group.value.uniqueID) { return }
        guard user.value.groupIDs.count < Quotas.groupsPerUser else {
            throw .quota("GroupsPerUser", Quotas.groupsPerUser)
        }
        user.value.groupIDs.append(group.value.uniqueID)
        group.value.memberCount += 1
        try await call.commit([user.put(in: call.store), group.put(in: call.store)])
    }
}
