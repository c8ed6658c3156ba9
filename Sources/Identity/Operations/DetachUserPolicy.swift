import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html
enum DetachUserPolicy: EntityCommand {
    typealias Input = DetachUserPolicyRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.detachUserPolicy

    static func name(_ input: DetachUserPolicyRequest) -> String { input.userName }

    static func permission(_ permission: IAMPermission, _ input: DetachUserPolicyRequest) -> IAMPermission {
        permission.attaching(input.policyArn)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try await call.detach(request.input.policyArn, from: try request.subject.required())
    }
}
