import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
enum DeleteUser: EntityCommand {
    typealias Input = DeleteUserRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.deleteUser

    static func name(_ input: DeleteUserRequest) -> String { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        guard user.value.accessKeyIDs.isEmpty else { throw .deleteConflict("delete access keys") }
        guard user.value.groupIDs.isEmpty else { throw .deleteConflict("remove users from group") }
        try user.value.policies.checkNone()
        let deletion = user.delete()
        let boundary = try await call.setBoundary(nil, of: &user.value)
        let count = try await call.count(\.userCount, by: -1, quota: "", most: Quotas.users)
        try await call.commit([deletion, count] + boundary)
    }
}
