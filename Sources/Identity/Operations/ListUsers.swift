import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
enum ListUsers: AccountCommand {
    typealias Input = ListUsersRequest
    typealias Output = ListUsersResponse

    static let operation = IAMOperation.listUsers

    static func resource(_ input: ListUsersRequest, in call: IAMCall) -> String {
        call.arn("user\(input.pathPrefix ?? "/")")
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> ListUsersResponse {
        let input = request.input
        let prefix = input.pathPrefix ?? "/"
        let page = try await call.page(of: UserRecord.self, marker: input.marker, limit: input.maxItems) {
            $0.path.hasPath(prefix)
        }
        return ListUsersResponse(
            users: page.elements.map { $0.summary(in: call.partition) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
