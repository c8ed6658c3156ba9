import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html
enum ListUserTags: EntityCommand {
    typealias Input = ListUserTagsRequest
    typealias Output = ListUserTagsResponse
    typealias Target = UserRecord

    static let operation = IAMOperation.listUserTags

    static func name(_ input: ListUserTagsRequest) -> String { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListUserTagsResponse {
        let tags = try request.subject.required().value.tags
        let page = try Page(of: tags, marker: request.input.marker, limit: request.input.maxItems) { $0.key }
        return ListUserTagsResponse(
            tags: page.elements.map { Tag(key: $0.key, value: $0.value) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
