import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html
enum ListRetirableGrants: AccountOperation {
    typealias Input = ListRetirableGrantsRequest
    static let operation = KMSOperation.listRetirableGrants

    static func check(_ input: ListRetirableGrantsRequest, _ subject: Void, in call: Call) async throws(Failure) {
        guard let principal = try retiring(input) else {
            throw .validation("Please specify either RetiringPrincipal or RetiringServicePrincipal.")
        }
        guard let arn = principal.arn else { return }
        guard try GrantRules.checkPrincipal(arn, partition: call.partition).account == call.caller.account else {
            throw Authorizer.unknownResource(operation.rawValue, call.caller)
        }
    }

    /// A service's grants are those on the account's own keys.
    static func run(
        _ request: Authorized<ListRetirableGrants>, in call: Call
    ) async throws(Failure) -> ListGrantsResponse {
        let input = request.input
        let principal = try retiring(input)
        let value = GrantRecord.retiringValue(
            principal?.arn ?? principal?.service ?? "", account: call.caller.account, region: call.region)
        let found = try await call.grants.page(
            retirableBy: value, region: call.region, marker: input.marker,
            limit: min(input.limit ?? GrantStore.limitDefault, GrantStore.limitMax))
        return ListGrantsResponse(found, in: call)
    }

    private static func retiring(_ input: ListRetirableGrantsRequest) throws(Failure) -> GrantPrincipal? {
        try GrantRules.principal(input.retiringPrincipal, input.retiringServicePrincipal, "Retiring")
    }
}
