import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
enum PutUserPermissionsBoundary: EntityCommand {
    typealias Input = PutUserPermissionsBoundaryRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.putUserPermissionsBoundary

    static func name(_ input: PutUserPermissionsBoundaryRequest) -> String { input.userName }

    /// Conditions are about the boundary that is to be.
    static func permission(_ permission: IAMPermission, _ input: PutUserPermissionsBoundaryRequest) -> IAMPermission {
        permission.bounded(by: input.permissionsBoundary)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        let changes = try await call.setBoundary(request.input.permissionsBoundary, of: &user.value)
        try await call.commit([user.put(in: call.store)] + changes)
    }
}
