import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
enum UpdateGroup: EntityCommand {
    typealias Input = UpdateGroupRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.updateGroup

    static func name(_ input: UpdateGroupRequest) -> String { input.groupName }

    static func permissions(
        _ input: UpdateGroupRequest, _ subject: Named<GroupRecord>, in call: IAMCall
    ) -> [IAMPermission] {
        call.renaming(subject, to: input.newGroupName, input.newPath)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let group = try request.subject.required()
        var changed = group.value
        changed.name = request.input.newGroupName ?? changed.name
        changed.path = request.input.newPath ?? changed.path
        if changed == group.value { return }
        try await call.commit(try await call.rename(group, to: changed))
    }
}
