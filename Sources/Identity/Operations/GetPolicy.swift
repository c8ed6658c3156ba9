import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
enum GetPolicy: PolicyCommand {
    typealias Input = GetPolicyRequest
    typealias Output = GetPolicyResponse

    static let operation = IAMOperation.getPolicy

    static func arn(_ input: GetPolicyRequest) -> String { input.policyArn }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> GetPolicyResponse {
        if case .aws(let policy) = request.subject {
            return GetPolicyResponse(policy: policy.model(in: call.partition, try await call.uses(of: policy)))
        }
        let policy = try request.subject.own(request.input.policyArn).value
        return GetPolicyResponse(policy: policy.model(in: call.partition))
    }
}
