import CloudTrailModel
import Records

/// Files that were delivered stay, and what happened before is delivered still
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html).
enum DeleteTrail: OneTrailOperation {
    typealias Input = DeleteTrailRequest
    static let operation = CloudTrailOperation.deleteTrail

    static func trail(_ input: DeleteTrailRequest) -> String { input.name }

    static func run(_ request: Authorized<DeleteTrail>, in call: Call) async throws(Failure) -> DeleteTrailResponse {
        let trail = try request.subject.changeable(in: call)
        var changes = [Change.delete(trail.value.recordID, expectedVersion: trail.version)]
        if let deleted = try DeletedTrail(deleting: trail.value, in: call) {
            let others = try await stored { () throws(RecordError) in
                try await call.trails.deleted(of: call.account)
            }
            guard others.count < DeletedTrail.perAccount else { throw .tooManyChanges }
            changes.append(call.environment.store.put(deleted, over: 0))
        }
        let made = changes
        try await stored { () throws(RecordError) in try await call.environment.store.commit(made) }
        return DeleteTrailResponse()
    }
}
