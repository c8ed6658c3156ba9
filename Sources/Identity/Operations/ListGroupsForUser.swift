import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
enum ListGroupsForUser: EntityCommand {
    typealias Input = ListGroupsForUserRequest
    typealias Output = ListGroupsForUserResponse
    typealias Target = UserRecord

    static let operation = IAMOperation.listGroupsForUser

    static func name(_ input: ListGroupsForUserRequest) -> String { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListGroupsForUserResponse {
        let groups = try await call.groups(of: try request.subject.required().value)
        let page = try Page(of: groups, marker: request.input.marker, limit: request.input.maxItems) {
            $0.recordID.name
        }
        return ListGroupsForUserResponse(
            groups: page.elements.map { $0.model(in: call.partition) }, isTruncated: page.isTruncated,
            marker: page.marker)
    }
}
