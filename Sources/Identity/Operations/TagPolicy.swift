import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html
enum TagPolicy: PolicyCommand {
    typealias Input = TagPolicyRequest
    typealias Output = Void

    static let operation = IAMOperation.tagPolicy

    static func arn(_ input: TagPolicyRequest) -> String { input.policyArn }

    static func permission(_ permission: IAMPermission, _ input: TagPolicyRequest) -> IAMPermission {
        permission.requesting(input.tags)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var policy = try request.subject.own(request.input.policyArn)
        try TagRules.set(request.input.tags, in: &policy.value.tags)
        try await call.commit([policy.put(in: call.store)])
    }
}
