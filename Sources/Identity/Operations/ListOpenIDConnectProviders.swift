import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
enum ListOpenIDConnectProviders: AccountCommand {
    typealias Input = ListOpenIDConnectProvidersRequest
    typealias Output = ListOpenIDConnectProvidersResponse

    static let operation = IAMOperation.listOpenIDConnectProviders

    static func resource(_ input: ListOpenIDConnectProvidersRequest, in call: IAMCall) -> String {
        call.arn("oidc-provider/*")
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListOpenIDConnectProvidersResponse {
        let providers = try await call.scan(OIDCProviderRecord.self, after: nil, limit: Quotas.providers)
        return ListOpenIDConnectProvidersResponse(
            openIDConnectProviderList: providers.map {
                OpenIDConnectProviderListEntry(arn: $0.arn(in: call.partition))
            })
    }
}
