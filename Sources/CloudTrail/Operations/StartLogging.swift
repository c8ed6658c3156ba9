import CloudTrailModel

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
enum StartLogging: OneTrailOperation {
    typealias Input = StartLoggingRequest
    static let operation = CloudTrailOperation.startLogging

    static func trail(_ input: StartLoggingRequest) -> String { input.name }

    static func run(_ request: Authorized<StartLogging>, in call: Call) async throws(Failure) -> StartLoggingResponse {
        try await call.trails.change(request.subject.changeable(in: call), in: call) { (trail) throws(Failure) in
            if trail.isLogging == true { return }
            trail.isLogging = true
            trail.started = call.now
        }
        return StartLoggingResponse()
    }
}
