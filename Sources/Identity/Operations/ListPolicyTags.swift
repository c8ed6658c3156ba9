import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html
enum ListPolicyTags: PolicyCommand {
    typealias Input = ListPolicyTagsRequest
    typealias Output = ListPolicyTagsResponse

    static let operation = IAMOperation.listPolicyTags

    static func arn(_ input: ListPolicyTagsRequest) -> String { input.policyArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListPolicyTagsResponse {
        let tags = try request.subject.own(request.input.policyArn).value.tags
        let page = try Page(of: tags, marker: request.input.marker, limit: request.input.maxItems) { $0.key }
        return ListPolicyTagsResponse(
            tags: page.elements.map { Tag(key: $0.key, value: $0.value) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
