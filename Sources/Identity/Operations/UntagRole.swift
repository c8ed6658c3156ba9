import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
enum UntagRole: EntityCommand {
    typealias Input = UntagRoleRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.untagRole

    static func name(_ input: UntagRoleRequest) -> String { input.roleName }

    static func permission(_ permission: IAMPermission, _ input: UntagRoleRequest) -> IAMPermission {
        permission.removing(input.tagKeys)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        TagRules.remove(request.input.tagKeys, from: &role.value.tags)
        try await call.commit([role.put(in: call.store)])
    }
}
