import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
enum ListInstanceProfilesForRole: EntityCommand {
    typealias Input = ListInstanceProfilesForRoleRequest
    typealias Output = ListInstanceProfilesForRoleResponse
    typealias Target = RoleRecord

    static let operation = IAMOperation.listInstanceProfilesForRole

    static func name(_ input: ListInstanceProfilesForRoleRequest) -> String { input.roleName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListInstanceProfilesForRoleResponse {
        _ = try request.subject.required()
        return ListInstanceProfilesForRoleResponse(instanceProfiles: [], isTruncated: false)
    }
}
