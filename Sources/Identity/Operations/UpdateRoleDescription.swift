import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html
enum UpdateRoleDescription: EntityCommand {
    typealias Input = UpdateRoleDescriptionRequest
    typealias Output = UpdateRoleDescriptionResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.updateRoleDescription

    static func name(_ input: UpdateRoleDescriptionRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> UpdateRoleDescriptionResponse {
        var role = try request.subject.required()
        role.value.description = request.input.description
        try await call.commit([role.put(in: call.store)])
        return UpdateRoleDescriptionResponse(role: try await call.model(role.value))
    }
}
