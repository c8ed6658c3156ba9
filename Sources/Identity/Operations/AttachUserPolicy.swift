import IAMModel

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html
enum AttachUserPolicy: EntityCommand {
    typealias Input = AttachUserPolicyRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.attachUserPolicy

    static func name(_ input: AttachUserPolicyRequest) -> String { input.userName }

    static func permission(_ permission: IAMPermission, _ input: AttachUserPolicyRequest) -> IAMPermission {
        permission.attaching(input.policyArn)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try await call.attach(request.input.policyArn, to: try request.subject.required())
    }
}
