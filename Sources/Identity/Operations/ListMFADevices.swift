import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
enum ListMFADevices: SelfCommand {
    typealias Input = ListMFADevicesRequest
    typealias Output = ListMFADevicesResponse

    static let operation = IAMOperation.listMFADevices

    static func name(_ input: ListMFADevicesRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListMFADevicesResponse {
        try call.checkUser(request)
        return ListMFADevicesResponse(mfaDevices: [], isTruncated: false)
    }
}
