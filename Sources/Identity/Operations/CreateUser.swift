import IAMModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
enum CreateUser: CreationCommand {
    typealias Input = CreateUserRequest
    typealias Output = CreateUserResponse
    typealias Target = UserRecord

    static let operation = IAMOperation.createUser
    static let tagOperation: IAMOperation? = .tagUser

    static func name(_ input: CreateUserRequest) -> String { input.userName }
    static func path(_ input: CreateUserRequest) -> String? { input.path }
    static func tags(_ input: CreateUserRequest) -> [Tag]? { input.tags }
    static func boundary(_ input: CreateUserRequest) -> String? { input.permissionsBoundary }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreateUserResponse {
        let input = request.input
        guard request.subject.found == nil else { throw .alreadyExists(.user, input.userName) }
        var user = UserRecord(
            name: input.userName, path: input.path ?? "/", account: call.account,
            uniqueID: call.identity.randomness.uniqueID(of: .user), created: call.now,
            tags: try TagRules.tags(input.tags))
        let boundary = try await call.setBoundary(input.permissionsBoundary, of: &user)
        let count = try await call.count(\.userCount, by: 1, quota: "UsersPerAccount", most: Quotas.users)
        try await call.commit([call.store.put(user, over: 0), count] + boundary)
        return CreateUserResponse(user: user.model(in: call.partition))
    }
}
