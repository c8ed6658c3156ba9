import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html
enum GetTrail: OneTrailOperation {
    typealias Input = GetTrailRequest
    static let operation = CloudTrailOperation.getTrail

    static func trail(_ input: GetTrailRequest) -> String { input.name }

    static func run(_ request: Authorized<GetTrail>, in call: Call) async throws(Failure) -> GetTrailResponse {
        GetTrailResponse(trail: try request.subject.existing(in: call).value.model)
    }
}
