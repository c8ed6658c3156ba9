import IAMModel
import Records

/// AWS's own come first, then the account's.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
enum ListPolicies: AccountCommand {
    typealias Input = ListPoliciesRequest
    typealias Output = ListPoliciesResponse

    static let operation = IAMOperation.listPolicies

    static func resource(_ input: ListPoliciesRequest, in call: IAMCall) -> String {
        call.arn("policy\(input.pathPrefix ?? "/")")
    }

    static func words(_ input: ListPoliciesRequest) -> String? { "policy path \(input.pathPrefix ?? "/")" }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListPoliciesResponse {
        let input = request.input
        let prefix = input.pathPrefix ?? "/"
        let scope = input.scope ?? .all
        let limit = input.maxItems ?? Marker.itemsDefault
        var parts: [ListPart<Policy>] = []
        if scope != .local { parts.append(.whole("aws", try await awsPolicies(input, prefix, call))) }
        if scope != .aws {
            parts.append(
                .pages("local") { marker, limit async throws(IAMFailure) in
                    let page = try await call.page(of: ManagedPolicyRecord.self, marker: marker, limit: limit) {
                        $0.path.hasPath(prefix) && isWanted($0.attachmentCount, $0.boundaryCount, input)
                    }
                    return Page(page.elements.map { $0.summary(in: call.partition) }, marker: page.marker)
                })
        }
        let page = try await ListPart.page(of: parts, marker: input.marker, limit: limit)
        return ListPoliciesResponse(policies: page.elements, isTruncated: page.isTruncated, marker: page.marker)
    }

    private static func awsPolicies(
        _ input: ListPoliciesRequest, _ prefix: String, _ call: IAMCall
    ) async throws(IAMFailure) -> [(name: String, element: Policy)] {
        var policies: [(String, Policy)] = []
        for policy in ManagedPolicyCatalogue.all where policy.path.hasPath(prefix) {
            let uses = try await call.uses(of: policy)
            guard isWanted(uses.attachments, uses.boundaries, input) else { continue }
            policies.append((policy.name, policy.summary(in: call.partition, uses)))
        }
        return policies
    }

    private static func isWanted(_ attachments: Int, _ boundaries: Int, _ input: ListPoliciesRequest) -> Bool {
        switch input.policyUsageFilter {
        case .permissionsPolicy: attachments > 0
        case .permissionsBoundary: boundaries > 0
        case nil: input.onlyAttached != true || attachments > 0
        }
    }
}
