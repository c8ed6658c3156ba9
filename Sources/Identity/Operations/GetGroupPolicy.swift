import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html
enum GetGroupPolicy: EntityCommand {
    typealias Input = GetGroupPolicyRequest
    typealias Output = GetGroupPolicyResponse
    typealias Target = GroupRecord

    static let operation = IAMOperation.getGroupPolicy

    static func name(_ input: GetGroupPolicyRequest) -> String { input.groupName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetGroupPolicyResponse {
        let group = try request.subject.required().value
        let policy = try group.inlinePolicy(request.input.policyName)
        return GetGroupPolicyResponse(groupName: group.name, policyName: policy.name, policyDocument: policy.document)
    }
}
