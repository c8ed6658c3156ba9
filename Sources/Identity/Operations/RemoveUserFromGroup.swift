import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html
enum RemoveUserFromGroup: EntityCommand {
    typealias Input = RemoveUserFromGroupRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.removeUserFromGroup

    static func name(_ input: RemoveUserFromGroupRequest) -> String { input.groupName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var group = try request.subject.required()
        var user = try await call.named(UserRecord.self, request.input.userName).required()
        guard let index = user.value.groupIDs.firstIndex(of: group.value.uniqueID) else {
            throw .refused(
                .noSuchEntity,
                "The user with name \(user.value.name) is not in the group with name \(group.value.name).")
        }
        user.value.groupIDs.remove(at: index)
        group.value.memberCount = max(0, group.value.memberCount - 1)
        try await call.commit([user.put(in: call.store), group.put(in: call.store)])
    }
}
