import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
enum SetDefaultPolicyVersion: PolicyCommand {
    typealias Input = SetDefaultPolicyVersionRequest
    typealias Output = Void

    static let operation = IAMOperation.setDefaultPolicyVersion

    static func arn(_ input: SetDefaultPolicyVersionRequest) -> String { input.policyArn }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var policy = try request.subject.own(request.input.policyArn)
        let version = try policy.value.version(request.input.versionId, request.input.policyArn)
        if version.number == policy.value.defaultVersion { return }
        policy.value.defaultVersion = version.number
        policy.value.updated = call.now
        try await call.commit([policy.put(in: call.store)])
    }
}
