import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html
enum ListAttachedUserPolicies: EntityCommand {
    typealias Input = ListAttachedUserPoliciesRequest
    typealias Output = ListAttachedUserPoliciesResponse
    typealias Target = UserRecord

    static let operation = IAMOperation.listAttachedUserPolicies

    static func name(_ input: ListAttachedUserPoliciesRequest) -> String { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListAttachedUserPoliciesResponse {
        let input = request.input
        let user = try request.subject.required().value
        let page = try user.attachedPage(input.pathPrefix, input.marker, input.maxItems)
        return ListAttachedUserPoliciesResponse(
            attachedPolicies: page.elements.map { AttachedPolicy($0, in: call.partition) },
            isTruncated: page.isTruncated, marker: page.marker)
    }
}
