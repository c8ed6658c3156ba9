import CloudTrailModel
import Records

/// Files that were delivered stay
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html).
enum DeleteTrail: OneTrailOperation {
    typealias Input = DeleteTrailRequest
    static let operation = CloudTrailOperation.deleteTrail

    static func trail(_ input: DeleteTrailRequest) -> String { input.name }

    static func run(_ request: Authorized<DeleteTrail>, in call: Call) async throws(Failure) -> DeleteTrailResponse {
        let trail = try request.subject.changeable(in: call)
        let change = Change.delete(trail.value.recordID, expectedVersion: trail.version)
        try await stored { () throws(RecordError) in try await call.environment.store.commit([change]) }
        return DeleteTrailResponse()
    }
}
