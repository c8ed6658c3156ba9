import CloudTrailModel

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
enum StopLogging: OneTrailOperation {
    typealias Input = StopLoggingRequest
    static let operation = CloudTrailOperation.stopLogging

    static func trail(_ input: StopLoggingRequest) -> String { input.name }

    static func run(_ request: Authorized<StopLogging>, in call: Call) async throws(Failure) -> StopLoggingResponse {
        try await call.trails.change(request.subject.changeable(in: call), in: call) { (trail) throws(Failure) in
            if trail.isLogging == false { return }
            trail.isLogging = false
            trail.stopped = call.now
        }
        return StopLoggingResponse()
    }
}
