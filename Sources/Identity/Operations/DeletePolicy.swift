import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
enum DeletePolicy: PolicyCommand {
    typealias Input = DeletePolicyRequest
    typealias Output = Void

    static let operation = IAMOperation.deletePolicy

    static func arn(_ input: DeletePolicyRequest) -> String { input.policyArn }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let policy = try request.subject.own(request.input.policyArn)
        guard policy.value.attachmentCount == 0, policy.value.boundaryCount == 0 else {
            throw .refused(.deleteConflict, "Cannot delete a policy attached to entities.")
        }
        guard policy.value.versions.count == 1 else {
            throw .refused(
                .deleteConflict,
                "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                    + "versions. The default version is deleted with the policy.")
        }
        let count = try await call.count(\.policyCount, by: -1, quota: "", most: Quotas.policies)
        try await call.commit([policy.delete(), count])
    }
}
