import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
enum UpdateUser: EntityCommand {
    typealias Input = UpdateUserRequest
    typealias Output = Void
    typealias Target = UserRecord

    static let operation = IAMOperation.updateUser

    static func name(_ input: UpdateUserRequest) -> String { input.userName }

    static func permissions(
        _ input: UpdateUserRequest, _ subject: Named<UserRecord>, in call: IAMCall
    ) -> [IAMPermission] {
        call.renaming(subject, to: input.newUserName, input.newPath)
    }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let user = try request.subject.required()
        var changed = user.value
        changed.name = request.input.newUserName ?? changed.name
        changed.path = request.input.newPath ?? changed.path
        if changed == user.value { return }
        var changes = try await call.rename(user, to: changed)
        let principal = changed.principal(in: .recordPartition)
        for id in changed.accessKeyIDs {
            let key = try await call.read(AccessKeyRecord.self, AccessKeyRecord.recordID(id))
            guard var key else { throw .record(.undecodable(user.value.recordID)) }
            key.value.principal = principal
            changes.append(key.put(in: call.store))
        }
        try await call.commit(changes)
    }
}
