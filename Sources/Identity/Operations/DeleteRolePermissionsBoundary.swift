import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html
enum DeleteRolePermissionsBoundary: EntityCommand {
    typealias Input = DeleteRolePermissionsBoundaryRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.deleteRolePermissionsBoundary

    static func name(_ input: DeleteRolePermissionsBoundaryRequest) -> String { input.roleName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        let changes = try await call.setBoundary(nil, of: &role.value)
        try await call.commit([role.put(in: call.store)] + changes)
    }
}
