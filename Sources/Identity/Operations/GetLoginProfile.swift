import IAMModel

/// Nobody has a password.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
enum GetLoginProfile: SelfCommand {
    typealias Input = GetLoginProfileRequest
    typealias Output = GetLoginProfileResponse

    static let operation = IAMOperation.getLoginProfile

    static func name(_ input: GetLoginProfileRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetLoginProfileResponse {
        try call.checkUser(request)
        throw .loginProfileNotFound(request.subject.name)
    }
}
