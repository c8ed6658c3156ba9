import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
enum PutEventSelectors: OneTrailOperation {
    typealias Input = PutEventSelectorsRequest
    static let operation = CloudTrailOperation.putEventSelectors

    static func trail(_ input: PutEventSelectorsRequest) -> String { input.trailName }

    static func run(
        _ request: Authorized<PutEventSelectors>, in call: Call
    ) async throws(Failure) -> PutEventSelectorsResponse {
        let trail = try request.subject.changeable(in: call)
        let selectors = try SelectorRules.selectors(request.input)
        try await call.trails.change(trail, in: call) { (trail) throws(Failure) in
            trail.selectors = selectors.selectors
            trail.advancedNames = selectors.advancedNames
        }
        return PutEventSelectorsResponse(
            trailARN: trail.value.arn, eventSelectors: selectors.basic, advancedEventSelectors: selectors.advanced)
    }
}
