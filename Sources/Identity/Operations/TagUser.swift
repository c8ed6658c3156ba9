import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
enum TagUser: EntityCommand {
    typealias Input = TagUserRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.tagUser

    static func name(_ input: TagUserRequest) -> String { input.userName }

    static func permission(_ permission: IAMPermission, _ input: TagUserRequest) -> IAMPermission {
        permission.requesting(input.tags)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        try TagRules.set(request.input.tags, in: &user.value.tags)
        try await call.commit([user.put(in: call.store)])
    }
}
