import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
enum CreateGroup: CreationCommand {
    typealias Input = CreateGroupRequest
    typealias Output = CreateGroupResponse
    typealias Target = GroupRecord

    static let operation = IAMOperation.createGroup

    static func name(_ input: CreateGroupRequest) -> String { input.groupName }
    static func path(_ input: CreateGroupRequest) -> String? { input.path }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> CreateGroupResponse {
        let input = request.input
        guard request.subject.found == nil else { throw .alreadyExists(.group, input.groupName) }
        let group = GroupRecord(
            name: input.groupName, path: input.path ?? "/", account: call.account,
            uniqueID: call.identity.randomness.uniqueID(of: .group), created: call.now)
        let count = try await call.count(\.groupCount, by: 1, quota: "GroupsPerAccount", most: Quotas.groups)
        try await call.commit([call.store.put(group, over: 0), count])
        return CreateGroupResponse(group: group.model(in: call.partition))
    }
}
