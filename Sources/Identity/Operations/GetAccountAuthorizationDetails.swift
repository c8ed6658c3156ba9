import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
enum GetAccountAuthorizationDetails: AccountCommand {
    typealias Input = GetAccountAuthorizationDetailsRequest
    typealias Output = GetAccountAuthorizationDetailsResponse

    static let operation = IAMOperation.getAccountAuthorizationDetails

    private enum Detail: Sendable {
        case user(UserDetail)
        case group(GroupDetail)
        case role(RoleDetail)
        case policy(ManagedPolicyDetail)
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetAccountAuthorizationDetailsResponse {
        let input = request.input
        let parts = try await parts(Set(input.filter ?? EntityType.allCases), call)
        let page = try await ListPart.page(
            of: parts, marker: input.marker, limit: input.maxItems ?? Marker.itemsDefault)
        return GetAccountAuthorizationDetailsResponse(
            userDetailList: page.elements.compactMap { if case .user(let user) = $0 { user } else { nil } },
            groupDetailList: page.elements.compactMap { if case .group(let group) = $0 { group } else { nil } },
            roleDetailList: page.elements.compactMap { if case .role(let role) = $0 { role } else { nil } },
            policies: page.elements.compactMap { if case .policy(let policy) = $0 { policy } else { nil } },
            isTruncated: page.isTruncated, marker: page.marker)
    }

    private static func parts(
        _ wanted: Set<EntityType>, _ call: IAMCall
    ) async throws(IAMFailure) -> [ListPart<Detail>] {
        var parts: [ListPart<Detail>] = []
        if wanted.contains(.user) {
            parts.append(
                part("user", UserRecord.self, call) { user async throws(IAMFailure) in
                    .user(try await call.detail(user))
                })
        }
        if wanted.contains(.group) {
            parts.append(
                part("group", GroupRecord.self, call) { group async throws(IAMFailure) in
                    .group(group.detail(in: call.partition))
                })
        }
        if wanted.contains(.role) {
            parts.append(
                part("role", RoleRecord.self, call) { role async throws(IAMFailure) in
                    .role(try await call.detail(role))
                })
        }
        if wanted.contains(.localManagedPolicy) {
            parts.append(
                part("policy", ManagedPolicyRecord.self, call) { policy async throws(IAMFailure) in
                    .policy(policy.detail(in: call.partition))
                })
        }
        if wanted.contains(.awsManagedPolicy) { parts.append(.whole("aws", try await awsPolicies(call))) }
        return parts
    }

    private static func part<Record: Entity>(
        _ name: String, _ type: Record.Type, _ call: IAMCall,
        _ detail: @escaping @Sendable (Record) async throws(IAMFailure) -> Detail
    ) -> ListPart<Detail> {
        .pages(name) { marker, limit async throws(IAMFailure) in
            let page = try await call.page(of: type, marker: marker, limit: limit) { _ in true }
            var details: [Detail] = []
            for record in page.elements { details.append(try await detail(record)) }
            return Page(details, marker: page.marker)
        }
    }

    /// Those that are in use.
    private static func awsPolicies(_ call: IAMCall) async throws(IAMFailure) -> [(name: String, element: Detail)] {
        var policies: [(String, Detail)] = []
        for policy in ManagedPolicyCatalogue.all {
            let uses = try await call.uses(of: policy)
            guard uses.attachments + uses.boundaries > 0 else { continue }
            policies.append((policy.name, .policy(policy.detail(in: call.partition, uses))))
        }
        return policies
    }
}
