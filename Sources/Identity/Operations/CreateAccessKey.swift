import AWSJSON
import IAMModel
import KeyCrypto
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
enum CreateAccessKey: SelfCommand {
    typealias Input = CreateAccessKeyRequest
    typealias Output = CreateAccessKeyResponse

    static let operation = IAMOperation.createAccessKey

    static func name(_ input: CreateAccessKeyRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreateAccessKeyResponse {
        if request.input.userName == nil, call.isRoot { throw .notBuilt("access keys of an account's root") }
        var user = try request.subject.required()
        guard user.value.accessKeyIDs.count < Quotas.accessKeysPerUser else {
            throw .quota("AccessKeysPerUser", Quotas.accessKeysPerUser)
        }
        let made = call.identity.newAccessKey(for: &user.value)
        try await call.commit(made.changes + [user.put(in: call.store)])
        // The one time that a secret is told.
        let secret = made.key.secret.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        return CreateAccessKeyResponse(
            accessKey: IAMModel.AccessKey(
                userName: user.value.name, accessKeyId: made.key.id, status: .active, secretAccessKey: secret,
                createDate: Timestamp(milliseconds: call.now)))
    }
}
