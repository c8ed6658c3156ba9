import IAMModel

/// Nobody has a password.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html
enum DeleteLoginProfile: SelfCommand {
    typealias Input = DeleteLoginProfileRequest
    typealias Output = Void

    static let operation = IAMOperation.deleteLoginProfile

    static func name(_ input: DeleteLoginProfileRequest) -> String? { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        try call.checkUser(request)
        throw .loginProfileNotFound(request.subject.name)
    }
}
