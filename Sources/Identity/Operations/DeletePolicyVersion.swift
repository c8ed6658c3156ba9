import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
enum DeletePolicyVersion: PolicyCommand {
    typealias Input = DeletePolicyVersionRequest
    typealias Output = Void

    static let operation = IAMOperation.deletePolicyVersion

    static func arn(_ input: DeletePolicyVersionRequest) -> String { input.policyArn }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var policy = try request.subject.own(request.input.policyArn)
        let version = try policy.value.version(request.input.versionId, request.input.policyArn)
        guard version.number != policy.value.defaultVersion else {
            throw .refused(.deleteConflict, "Cannot delete the default version of a policy.")
        }
        policy.value.versions.removeAll { $0.number == version.number }
        try await call.commit([policy.put(in: call.store)])
    }
}
