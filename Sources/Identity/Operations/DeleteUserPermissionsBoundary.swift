import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html
enum DeleteUserPermissionsBoundary: EntityCommand {
    typealias Input = DeleteUserPermissionsBoundaryRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.deleteUserPermissionsBoundary

    static func name(_ input: DeleteUserPermissionsBoundaryRequest) -> String { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        let changes = try await call.setBoundary(nil, of: &user.value)
        try await call.commit([user.put(in: call.store)] + changes)
    }
}
