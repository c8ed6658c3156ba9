import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html
enum ListKeyPolicies: KeyOperation {
    typealias Input = ListKeyPoliciesRequest
    static let operation = KMSOperation.listKeyPolicies
    private static let limitDefault = 100

    static func keyIdentifier(_ input: ListKeyPoliciesRequest) -> String { input.keyId }

    static func run(
        _ request: Authorized<ListKeyPolicies>, in call: Call
    ) async throws(Failure) -> ListKeyPoliciesResponse {
        let page = try Page(
            of: [KeyPolicy.name], marker: request.input.marker, limit: request.input.limit ?? limitDefault)
        return ListKeyPoliciesResponse(
            policyNames: page.elements, nextMarker: page.nextMarker, truncated: page.nextMarker != nil)
    }
}
