import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
enum ListSSHPublicKeys: SelfCommand {
    typealias Input = ListSSHPublicKeysRequest
    typealias Output = ListSSHPublicKeysResponse

    static let operation = IAMOperation.listSSHPublicKeys

    static func name(_ input: ListSSHPublicKeysRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListSSHPublicKeysResponse {
        try call.checkUser(request)
        return ListSSHPublicKeysResponse(sshPublicKeys: [], isTruncated: false)
    }
}
