import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
enum GetRole: EntityCommand {
    typealias Input = GetRoleRequest
    typealias Output = GetRoleResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.getRole

    static func name(_ input: GetRoleRequest) -> String { input.roleName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> GetRoleResponse {
        let role = try request.subject.required().value
        return GetRoleResponse(role: try await call.model(role))
    }
}
