import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html
enum ListInstanceProfiles: AccountCommand {
    typealias Input = ListInstanceProfilesRequest
    typealias Output = ListInstanceProfilesResponse

    static let operation = IAMOperation.listInstanceProfiles

    static func resource(_ input: ListInstanceProfilesRequest, in call: IAMCall) -> String {
        call.arn("instance-profile\(input.pathPrefix ?? "/")")
    }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListInstanceProfilesResponse {
        ListInstanceProfilesResponse(instanceProfiles: [], isTruncated: false)
    }
}
