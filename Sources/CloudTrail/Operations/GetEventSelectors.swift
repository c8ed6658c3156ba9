import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
enum GetEventSelectors: OneTrailOperation {
    typealias Input = GetEventSelectorsRequest
    static let operation = CloudTrailOperation.getEventSelectors

    static func trail(_ input: GetEventSelectorsRequest) -> String { input.trailName }

    static func run(
        _ request: Authorized<GetEventSelectors>, in call: Call
    ) async throws(Failure) -> GetEventSelectorsResponse {
        let trail = try request.subject.existing(in: call).value
        let selectors = trail.trailSelectors
        return GetEventSelectorsResponse(
            trailARN: trail.arn, eventSelectors: selectors.basic, advancedEventSelectors: selectors.advanced)
    }
}
