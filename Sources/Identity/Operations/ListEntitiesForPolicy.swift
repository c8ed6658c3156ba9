import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
enum ListEntitiesForPolicy: PolicyCommand {
    typealias Input = ListEntitiesForPolicyRequest
    typealias Output = ListEntitiesForPolicyResponse

    static let operation = IAMOperation.listEntitiesForPolicy

    static func arn(_ input: ListEntitiesForPolicyRequest) -> String { input.policyArn }

    private enum Holder: Sendable {
        case group(PolicyGroup)
        case user(PolicyUser)
        case role(PolicyRole)
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListEntitiesForPolicyResponse {
        let input = request.input
        if case .aws = request.subject {} else { _ = try request.subject.own(input.policyArn) }
        let limit = input.maxItems ?? Marker.itemsDefault
        let page = try await ListPart.page(of: parts(input, call), marker: input.marker, limit: limit)
        return ListEntitiesForPolicyResponse(
            policyGroups: page.elements.compactMap { if case .group(let group) = $0 { group } else { nil } },
            policyUsers: page.elements.compactMap { if case .user(let user) = $0 { user } else { nil } },
            policyRoles: page.elements.compactMap { if case .role(let role) = $0 { role } else { nil } },
            isTruncated: page.isTruncated, marker: page.marker)
    }

    private static func parts(_ input: ListEntitiesForPolicyRequest, _ call: IAMCall) -> [ListPart<Holder>] {
        let groups = part(GroupRecord.self, "group", input, call) {
            .group(PolicyGroup(groupName: $0.name, groupId: $0.uniqueID))
        }
        let users = part(UserRecord.self, "user", input, call) {
            .user(PolicyUser(userName: $0.name, userId: $0.uniqueID))
        }
        let roles = part(RoleRecord.self, "role", input, call) {
            .role(PolicyRole(roleName: $0.name, roleId: $0.uniqueID))
        }
        switch input.entityFilter {
        case .group: return [groups]
        case .user: return [users]
        case .role: return [roles]
        case .localManagedPolicy, .awsManagedPolicy: return []
        case nil: return [groups, users, roles]
        }
    }

    private static func part<Record: PolicyHolder>(
        _ type: Record.Type, _ name: String, _ input: ListEntitiesForPolicyRequest, _ call: IAMCall,
        _ holder: @escaping @Sendable (Record) -> Holder
    ) -> ListPart<Holder> {
        .pages(name) { marker, limit async throws(IAMFailure) in
            let holders = try await call.holders(
                type, of: input.policyArn, as: input.policyUsageFilter, after: try Marker.read(marker),
                limit: limit + 1)
            let page = holders.prefix(limit)
            let next = holders.count > limit ? page.last.map { Marker.make(after: $0.recordID.name) } : nil
            let prefix = input.pathPrefix ?? "/"
            return Page(page.filter { $0.path.hasPath(prefix) }.map(holder), marker: next)
        }
    }
}
