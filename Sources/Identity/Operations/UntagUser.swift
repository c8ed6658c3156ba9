import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html
enum UntagUser: EntityCommand {
    typealias Input = UntagUserRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.untagUser

    static func name(_ input: UntagUserRequest) -> String { input.userName }

    static func permission(_ permission: IAMPermission, _ input: UntagUserRequest) -> IAMPermission {
        permission.removing(input.tagKeys)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try request.subject.required()
        TagRules.remove(request.input.tagKeys, from: &user.value.tags)
        try await call.commit([user.put(in: call.store)])
    }
}
