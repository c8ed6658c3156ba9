import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
enum DeleteAccessKey: SelfCommand {
    typealias Input = DeleteAccessKeyRequest
    typealias Output = Void

    static let operation = IAMOperation.deleteAccessKey

    static func name(_ input: DeleteAccessKeyRequest) -> String? { input.userName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        var user = try call.keyHolder(request.subject)
        let key = try await call.accessKey(request.input.accessKeyId, of: user.value)
        user.value.accessKeyIDs.removeAll { $0 == key.value.id }
        let deletions = try await stored { () throws(RecordError) in
            try await call.identity.deletions(of: key)
        }
        try await call.commit(deletions + [user.put(in: call.store)])
    }
}
