import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html
enum ListOpenIDConnectProviderTags: ProviderCommand {
    typealias Input = ListOpenIDConnectProviderTagsRequest
    typealias Output = ListOpenIDConnectProviderTagsResponse

    static let operation = IAMOperation.listOpenIDConnectProviderTags

    static func arn(_ input: ListOpenIDConnectProviderTagsRequest) -> String { input.openIDConnectProviderArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListOpenIDConnectProviderTagsResponse {
        let tags = try request.subject.required().value.tags
        let page = try Page(of: tags, marker: request.input.marker, limit: request.input.maxItems) { $0.key }
        return ListOpenIDConnectProviderTagsResponse(
            tags: page.elements.map { Tag(key: $0.key, value: $0.value) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
