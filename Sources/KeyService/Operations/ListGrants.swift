import IAMPolicy
import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html
enum ListGrants: KeyOperation {
    typealias Input = ListGrantsRequest
    static let operation = KMSOperation.listGrants

    static func keyIdentifier(_ input: ListGrantsRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: ListGrantsRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .grantIsForAWSResource ? .bool(call.caller.viaService != nil) : nil
    }

    static func check(_ input: ListGrantsRequest, _ key: Key, in call: Call) async throws(Failure) {
        if let id = input.grantId { try GrantRules.checkID(id) }
        if let arn = try grantee(input)?.arn { try GrantRules.checkPrincipal(arn, partition: call.partition) }
    }

    static func run(_ request: Authorized<ListGrants>, in call: Call) async throws(Failure) -> ListGrantsResponse {
        let input = request.input
        let filter = GrantStore.Filter(grantID: input.grantId, grantee: try grantee(input))
        let found = try await call.grants.page(
            of: request.subject.record, filter, marker: input.marker,
            limit: min(input.limit ?? GrantStore.limitDefault, GrantStore.limitMax))
        return ListGrantsResponse(found, in: call)
    }

    private static func grantee(_ input: ListGrantsRequest) throws(Failure) -> GrantPrincipal? {
        try GrantRules.principal(input.granteePrincipal, input.granteeServicePrincipal, "Grantee")
    }
}

extension ListGrantsResponse {
    init(_ found: GrantStore.Found, in call: Call) {
        self.init(
            grants: found.grants.map { $0.entry(partition: call.partition) }, nextMarker: found.nextMarker,
            truncated: found.nextMarker != nil)
    }
}
