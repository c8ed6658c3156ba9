import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html
enum ListGroups: AccountCommand {
    typealias Input = ListGroupsRequest
    typealias Output = ListGroupsResponse

    static let operation = IAMOperation.listGroups

    static func resource(_ input: ListGroupsRequest, in call: IAMCall) -> String {
        call.arn("group\(input.pathPrefix ?? "/")")
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> ListGroupsResponse {
        let input = request.input
        let prefix = input.pathPrefix ?? "/"
        let page = try await call.page(of: GroupRecord.self, marker: input.marker, limit: input.maxItems) {
            $0.path.hasPath(prefix)
        }
        return ListGroupsResponse(
            groups: page.elements.map { $0.model(in: call.partition) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
