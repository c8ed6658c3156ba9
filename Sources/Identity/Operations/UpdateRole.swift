import IAMModel
import Records

/// What the request leaves out stays. AWS does so too, though its reference says that the duration becomes one hour.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
enum UpdateRole: EntityCommand {
    typealias Input = UpdateRoleRequest
    typealias Output = UpdateRoleResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.updateRole

    static func name(_ input: UpdateRoleRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> UpdateRoleResponse {
        var role = try request.subject.required()
        role.value.description = request.input.description ?? role.value.description
        role.value.maxSessionSeconds = request.input.maxSessionDuration ?? role.value.maxSessionSeconds
        try await call.commit([role.put(in: call.store)])
        return UpdateRoleResponse()
    }
}
