import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html
enum ListRoleTags: EntityCommand {
    typealias Input = ListRoleTagsRequest
    typealias Output = ListRoleTagsResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.listRoleTags

    static func name(_ input: ListRoleTagsRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListRoleTagsResponse {
        let tags = try request.subject.required().value.tags
        let page = try Page(of: tags, marker: request.input.marker, limit: request.input.maxItems) { $0.key }
        return ListRoleTagsResponse(
            tags: page.elements.map { Tag(key: $0.key, value: $0.value) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
