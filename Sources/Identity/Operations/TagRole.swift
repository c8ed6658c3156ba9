import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
enum TagRole: EntityCommand {
    typealias Input = TagRoleRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.tagRole

    static func name(_ input: TagRoleRequest) -> String { input.roleName }

    static func permission(_ permission: IAMPermission, _ input: TagRoleRequest) -> IAMPermission {
        permission.requesting(input.tags)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        try TagRules.set(request.input.tags, in: &role.value.tags)
        try await call.commit([role.put(in: call.store)])
    }
}
