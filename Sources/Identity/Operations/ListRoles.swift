import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
enum ListRoles: AccountCommand {
    typealias Input = ListRolesRequest
    typealias Output = ListRolesResponse

    static let operation = IAMOperation.listRoles

    static func resource(_ input: ListRolesRequest, in call: IAMCall) -> String {
        call.arn("role\(input.pathPrefix ?? "/")")
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> ListRolesResponse {
        let input = request.input
        let prefix = input.pathPrefix ?? "/"
        let page = try await call.page(of: RoleRecord.self, marker: input.marker, limit: input.maxItems) {
            $0.path.hasPath(prefix)
        }
        var roles: [Role] = []
        for role in page.elements {
            roles.append(role.summary(in: call.partition, trust: try await call.shownTrustPolicy(role)))
        }
        return ListRolesResponse(roles: roles, isTruncated: page.isTruncated, marker: page.marker)
    }
}
