import AWSJSON
import AuditTrail
import CloudTrailModel
import IAMPolicy
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
enum GetTrailStatus: OneTrailOperation {
    typealias Input = GetTrailStatusRequest
    static let operation = CloudTrailOperation.getTrailStatus

    static func trail(_ input: GetTrailStatusRequest) -> String { input.name }

    static func run(
        _ request: Authorized<GetTrailStatus>, in call: Call
    ) async throws(Failure) -> GetTrailStatusResponse {
        let trail = try request.subject.existing(in: call).value
        let delivery = call.environment.archive.deliveryStatus(of: trail.arn) ?? DeliveryStatus()
        return GetTrailStatusResponse(
            isLogging: trail.isLogging, latestDeliveryError: delivery.latestDeliveryError,
            latestDeliveryTime: Timestamp(delivery.latestDelivery), startLoggingTime: Timestamp(trail.started),
            stopLoggingTime: Timestamp(trail.stopped),
            latestDigestDeliveryTime: Timestamp(delivery.latestDigestDelivery),
            latestDigestDeliveryError: delivery.latestDigestDeliveryError,
            latestDeliveryAttemptTime: text(delivery.latestDeliveryAttempt),
            latestNotificationAttemptTime: "", latestNotificationAttemptSucceeded: "",
            latestDeliveryAttemptSucceeded: delivery.latestDeliveryError == nil ? text(delivery.latestDelivery) : "",
            timeLoggingStarted: text(trail.started), timeLoggingStopped: text(trail.stopped))
    }

    /// Older clients read times as texts; empty without one.
    private static func text(_ milliseconds: Int64?) -> String {
        milliseconds.map { ISOTime.text($0 / 1000 * 1000) } ?? ""
    }
}

extension Timestamp {
    fileprivate init?(_ milliseconds: Int64?) {
        guard let milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
