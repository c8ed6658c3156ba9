import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
enum PutRolePermissionsBoundary: EntityCommand {
    typealias Input = PutRolePermissionsBoundaryRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.putRolePermissionsBoundary

    static func name(_ input: PutRolePermissionsBoundaryRequest) -> String { input.roleName }

    /// Conditions are about the boundary that is to be.
    static func permission(_ permission: IAMPermission, _ input: PutRolePermissionsBoundaryRequest) -> IAMPermission {
        permission.bounded(by: input.permissionsBoundary)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        let changes = try await call.setBoundary(request.input.permissionsBoundary, of: &role.value)
        try await call.commit([role.put(in: call.store)] + changes)
    }
}
