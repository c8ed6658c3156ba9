import IAMModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
enum CreateOpenIDConnectProvider: IAMCommand {
    typealias Input = CreateOpenIDConnectProviderRequest
    typealias Output = CreateOpenIDConnectProviderResponse

    static let operation = IAMOperation.createOpenIDConnectProvider

    static func find(
        _ input: CreateOpenIDConnectProviderRequest, in call: IAMCall
    ) async throws(IAMFailure) -> NamedProvider {
        let url = try ProviderRules.url(input.url)
        let found = try await call.read(
            OIDCProviderRecord.self, OIDCProviderRecord.recordID(url, account: call.account))
        return NamedProvider(arn: call.arn("oidc-provider/\(url)"), url: url, found: found)
    }

    static func permissions(
        _ input: CreateOpenIDConnectProviderRequest, _ subject: NamedProvider, in call: IAMCall
    ) -> [IAMPermission] {
        let creation = IAMPermission(operation, on: subject.arn).requesting(input.tags)
        guard let tags = input.tags, !tags.isEmpty else { return [creation] }
        return [creation, IAMPermission(.tagOpenIDConnectProvider, on: subject.arn).requesting(tags)]
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreateOpenIDConnectProviderResponse {
        let input = request.input
        guard request.subject.found == nil else {
            throw .refused(.entityAlreadyExists, "Provider with url \(input.url) already exists.")
        }
        let provider = OIDCProviderRecord(
            account: call.account, url: request.subject.url, created: call.now,
            clientIDs: try ProviderRules.clientIDs(input.clientIDList ?? []),
            thumbprints: try ProviderRules.thumbprints(input.thumbprintList ?? []),
            tags: try TagRules.tags(input.tags))
        let count = try await call.count(
            \.providerCount, by: 1, quota: "OpenIDConnectProvidersPerAccount", most: Quotas.providers)
        try await call.commit([call.store.put(provider, over: 0), count])
        return CreateOpenIDConnectProviderResponse(
            openIDConnectProviderArn: provider.arn(in: call.partition), tags: provider.tags.model)
    }
}
