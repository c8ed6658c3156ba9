import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
enum ListServiceSpecificCredentials: SelfCommand {
    typealias Input = ListServiceSpecificCredentialsRequest
    typealias Output = ListServiceSpecificCredentialsResponse

    static let operation = IAMOperation.listServiceSpecificCredentials

    static func name(_ input: ListServiceSpecificCredentialsRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListServiceSpecificCredentialsResponse {
        try call.checkUser(request)
        return ListServiceSpecificCredentialsResponse(serviceSpecificCredentials: [], isTruncated: false)
    }
}
