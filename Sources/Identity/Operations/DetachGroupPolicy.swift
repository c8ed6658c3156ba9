import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html
enum DetachGroupPolicy: EntityCommand {
    typealias Input = DetachGroupPolicyRequest
    typealias Output = Void
    typealias Target = GroupRecord

    static let operation = IAMOperation.detachGroupPolicy

    static func name(_ input: DetachGroupPolicyRequest) -> String { input.groupName }

    static func permission(_ permission: IAMPermission, _ input: DetachGroupPolicyRequest) -> IAMPermission {
        permission.attaching(input.policyArn)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try await call.detach(request.input.policyArn, from: try request.subject.required())
    }
}
