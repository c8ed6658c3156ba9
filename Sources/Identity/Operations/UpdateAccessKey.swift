import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
enum UpdateAccessKey: SelfCommand {
    typealias Input = UpdateAccessKeyRequest
    typealias Output = Void

    static let operation = IAMOperation.updateAccessKey

    static func name(_ input: UpdateAccessKeyRequest) -> String? { input.userName }

    /// The user is checked too: his access keys can't be turned on again while he is being deleted.
    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) {
        let user = try call.keyHolder(request.subject)
        guard request.input.status != .expired else {
            throw .refused(.invalidInput, "The status of an access key is Active or Inactive.")
        }
        var key = try await call.accessKey(request.input.accessKeyId, of: user.value)
        key.value.isActive = request.input.status == .active
        let check = Change.check(user.value.recordID, expectedVersion: user.version)
        try await call.commit([key.put(in: call.store), check])
    }
}
