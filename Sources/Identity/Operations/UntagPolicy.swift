import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html
enum UntagPolicy: PolicyCommand {
    typealias Input = UntagPolicyRequest
    typealias Output = Void

    static let operation = IAMOperation.untagPolicy

    static func arn(_ input: UntagPolicyRequest) -> String { input.policyArn }

    static func permission(_ permission: IAMPermission, _ input: UntagPolicyRequest) -> IAMPermission {
        permission.removing(input.tagKeys)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var policy = try request.subject.own(request.input.policyArn)
        TagRules.remove(request.input.tagKeys, from: &policy.value.tags)
        try await call.commit([policy.put(in: call.store)])
    }
}
