import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html
enum ListAttachedGroupPolicies: EntityCommand {
    typealias Input = ListAttachedGroupPoliciesRequest
    typealias Output = ListAttachedGroupPoliciesResponse
    typealias Target = GroupRecord

    static let operation = IAMOperation.listAttachedGroupPolicies

    static func name(_ input: ListAttachedGroupPoliciesRequest) -> String { input.groupName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListAttachedGroupPoliciesResponse {
        let input = request.input
        let group = try request.subject.required().value
        let page = try group.attachedPage(input.pathPrefix, input.marker, input.maxItems)
        return ListAttachedGroupPoliciesResponse(
            attachedPolicies: page.elements.map { AttachedPolicy($0, in: call.partition) },
            isTruncated: page.isTruncated, marker: page.marker)
    }
}
