import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
enum GetGroup: EntityCommand {
    typealias Input = GetGroupRequest
    typealias Output = GetGroupResponse
    typealias Target = GroupRecord

    static let operation = IAMOperation.getGroup

    static func name(_ input: GetGroupRequest) -> String { input.groupName }

    static func run(_ request: Authorized<Self>, in call: IAMCall) async throws(IAMFailure) -> GetGroupResponse {
        let group = try request.subject.required().value
        let limit = request.input.maxItems ?? Marker.itemsDefault
        let after = try Marker.read(request.input.marker)
        let users = try await call.indexed(
            UserRecord.self, EntityIndex.group, group.uniqueID, after: after, limit: limit + 1
        ) { $0.groupIDs.contains(group.uniqueID) }
        let page = users.prefix(limit)
        let marker = users.count > limit ? page.last.map { Marker.make(after: $0.recordID.name) } : nil
        return GetGroupResponse(
            group: group.model(in: call.partition), users: page.map { $0.summary(in: call.partition) },
            isTruncated: marker != nil, marker: marker)
    }
}
