import IAMModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
enum CreateRole: CreationCommand {
    typealias Input = CreateRoleRequest
    typealias Output = CreateRoleResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.createRole
    static let tagOperation: IAMOperation? = .tagRole

    static func name(_ input: CreateRoleRequest) -> String { input.roleName }
    static func path(_ input: CreateRoleRequest) -> String? { input.path }
    static func tags(_ input: CreateRoleRequest) -> [Tag]? { input.tags }
    static func boundary(_ input: CreateRoleRequest) -> String? { input.permissionsBoundary }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreateRoleResponse {
        let input = request.input
        guard request.subject.found == nil else { throw .alreadyExists(.role, input.roleName) }
        let trust = try await call.trustPolicy(input.assumeRolePolicyDocument)
        var role = RoleRecord(
            name: input.roleName, path: input.path ?? "/", account: call.account,
            uniqueID: call.identity.randomness.uniqueID(of: .role), created: call.now,
            description: input.description, trust: trust, tags: try TagRules.tags(input.tags))
        role.maxSessionSeconds = input.maxSessionDuration ?? role.maxSessionSeconds
        let boundary = try await call.setBoundary(input.permissionsBoundary, of: &role)
        let count = try await call.count(\.roleCount, by: 1, quota: "RolesPerAccount", most: Quotas.roles)
        try await call.commit([call.store.put(role, over: 0), count] + boundary)
        var model = role.model(in: call.partition, trust: trust.document, lastUse: nil)
        model.roleLastUsed = nil
        return CreateRoleResponse(role: model)
    }
}
