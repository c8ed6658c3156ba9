import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
enum DeleteGroup: EntityCommand {
    typealias Input = DeleteGroupRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.deleteGroup

    static func name(_ input: DeleteGroupRequest) -> String { input.groupName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let group = try request.subject.required()
        guard group.value.memberCount == 0 else { throw .deleteConflict("remove users from group") }
        try group.value.policies.checkNone()
        let count = try await call.count(\.groupCount, by: -1, quota: "", most: Quotas.groups)
        try await call.commit([group.delete(), count])
    }
}
