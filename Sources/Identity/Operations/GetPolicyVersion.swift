import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
enum GetPolicyVersion: PolicyCommand {
    typealias Input = GetPolicyVersionRequest
    typealias Output = GetPolicyVersionResponse

    static let operation = IAMOperation.getPolicyVersion

    static func arn(_ input: GetPolicyVersionRequest) -> String { input.policyArn }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetPolicyVersionResponse {
        let input = request.input
        if case .aws(let policy) = request.subject {
            guard policy.versionID == input.versionId else {
                throw .policyVersionNotFound(input.policyArn, input.versionId)
            }
            return GetPolicyVersionResponse(policyVersion: policy.versionModel(withDocument: true))
        }
        let policy = try request.subject.own(input.policyArn).value
        let version = try policy.version(input.versionId, input.policyArn)
        return GetPolicyVersionResponse(policyVersion: policy.model(version, withDocument: true))
    }
}
