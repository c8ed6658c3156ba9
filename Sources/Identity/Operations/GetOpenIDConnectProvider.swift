import AWSJSON
import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
enum GetOpenIDConnectProvider: ProviderCommand {
    typealias Input = GetOpenIDConnectProviderRequest
    typealias Output = GetOpenIDConnectProviderResponse

    static let operation = IAMOperation.getOpenIDConnectProvider

    static func arn(_ input: GetOpenIDConnectProviderRequest) -> String { input.openIDConnectProviderArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetOpenIDConnectProviderResponse {
        let provider = try request.subject.required().value
        return GetOpenIDConnectProviderResponse(
            url: provider.url, clientIDList: provider.clientIDs, thumbprintList: provider.thumbprints,
            createDate: Timestamp(milliseconds: provider.created), tags: provider.tags.model)
    }
}
