import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
enum ListVirtualMFADevices: AccountCommand {
    typealias Input = ListVirtualMFADevicesRequest
    typealias Output = ListVirtualMFADevicesResponse

    static let operation = IAMOperation.listVirtualMFADevices

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListVirtualMFADevicesResponse {
        ListVirtualMFADevicesResponse(virtualMFADevices: [], isTruncated: false)
    }
}
