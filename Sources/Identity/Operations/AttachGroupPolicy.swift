import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html
enum AttachGroupPolicy: EntityCommand {
    typealias Input = AttachGroupPolicyRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.attachGroupPolicy

    static func name(_ input: AttachGroupPolicyRequest) -> String { input.groupName }

    static func permission(_ permission: IAMPermission, _ input: AttachGroupPolicyRequest) -> IAMPermission {
        permission.attaching(input.policyArn)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try await call.attach(request.input.policyArn, to: try request.subject.required())
    }
}
