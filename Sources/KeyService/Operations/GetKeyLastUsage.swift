import AWSJSON
import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
enum GetKeyLastUsage: KeyOperation {
    typealias Input = GetKeyLastUsageRequest
    static let operation = KMSOperation.getKeyLastUsage

    static func keyIdentifier(_ input: GetKeyLastUsageRequest) -> String { input.keyId }

    /// Keys are tracked from their creation on.
    static func run(
        _ request: Authorized<GetKeyLastUsage>, in call: Call
    ) async throws(Failure) -> GetKeyLastUsageResponse {
        let key = request.subject
        let use = try await stored { () throws(RecordError) in
            try await call.environment.usage.lastUse(of: key, in: call.keys.store)
        }
        let created = Timestamp(milliseconds: key.record.created)
        return GetKeyLastUsageResponse(
            keyId: key.record.id, keyLastUsage: use?.model ?? KeyLastUsageData(), trackingStartDate: created,
            keyCreationDate: created)
    }
}

extension KeyUse {
    fileprivate var model: KeyLastUsageData {
        KeyLastUsageData(
            operation: operation, timestamp: Timestamp(milliseconds: time),
            cloudTrailEventId: eventID.isEmpty ? nil : eventID,
            kmsRequestId: requestID.isEmpty ? nil : requestID)
    }
}
