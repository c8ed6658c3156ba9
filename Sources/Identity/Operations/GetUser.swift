import AWSJSON
import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
enum GetUser: SelfCommand {
    typealias Input = GetUserRequest
    typealias Output = GetUserResponse

    static let operation = IAMOperation.getUser

    static func name(_ input: GetUserRequest) -> String? { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> GetUserResponse {
        if request.input.userName == nil, call.isRoot { return GetUserResponse(user: try await root(in: call)) }
        let user = try request.subject.required().value
        return GetUserResponse(user: user.model(in: call.partition))
    }

    /// The root has no name and no path.
    private static func root(in call: IAMCall) async throws(IAMFailure) -> User {
        let account = try await call.accountRecord().value
        return User(
            userId: call.account, arn: call.arn("root"), createDate: Timestamp(milliseconds: account.created))
    }
}
