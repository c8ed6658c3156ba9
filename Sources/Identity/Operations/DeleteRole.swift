import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
enum DeleteRole: EntityCommand {
    typealias Input = DeleteRoleRequest
    typealias Output = Void
    typealias Target = RoleRecord

    static let operation = IAMOperation.deleteRole

    static func name(_ input: DeleteRoleRequest) -> String { input.roleName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var role = try request.subject.required()
        try role.value.policies.checkNone()
        let id = role.value.uniqueID
        var changes = [role.delete()]
        changes += try await call.setBoundary(nil, of: &role.value)
        changes.append(try await call.count(\.roleCount, by: -1, quota: "", most: Quotas.roles))
        changes += try await stored { () throws(RecordError) in
            try await call.identity.lastUses.deletion(of: id, in: call.store)
        }
        try await call.commit(changes)
    }
}
