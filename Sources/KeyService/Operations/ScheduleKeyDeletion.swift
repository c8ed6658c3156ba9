import AWSJSON
import IAMPolicy
import KMSModel
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
enum ScheduleKeyDeletion: KeyOperation {
    typealias Input = ScheduleKeyDeletionRequest
    static let operation = KMSOperation.scheduleKeyDeletion

    static func keyIdentifier(_ input: ScheduleKeyDeletionRequest) -> String { input.keyId }

    static func resolve(_ input: ScheduleKeyDeletionRequest, in call: Call) async throws(Failure) -> Key {
        try checkWindow(input.pendingWindowInDays)
        return try await Resolver.key(input.keyId, acceptsAliases: false, in: call)
    }

    static func condition(
        _ condition: RequestCondition, _ input: ScheduleKeyDeletionRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .scheduleKeyDeletionPendingWindowInDays
            ? .number(input.pendingWindowInDays ?? Limits.deletionWindowDaysDefault) : nil
    }

    static func run(
        _ request: Authorized<ScheduleKeyDeletion>, in call: Call
    ) async throws(Failure) -> ScheduleKeyDeletionResponse {
        let days = request.input.pendingWindowInDays ?? Limits.deletionWindowDaysDefault
        let key = try await call.keys.edit(request.subject, in: call) {
            $0.scheduleDeletion(inDays: days, at: call.now)
        }
        return ScheduleKeyDeletionResponse(
            keyId: key.arn, deletionDate: key.record.deletion?.date.map { Timestamp(milliseconds: $0) },
            keyState: key.record.state, pendingWindowInDays: days)
    }

    /// The model's range is wider than what KMS takes.
    private static func checkWindow(_ days: Int?) throws(Failure) {
        guard let days, !Limits.deletionWindowDays.contains(days) else { return }
        let bound =
            days < Limits.deletionWindowDays.lowerBound
            ? "greater than or equal to \(Limits.deletionWindowDays.lowerBound)"
            : "less than or equal to \(Limits.deletionWindowDays.upperBound)"
        throw .validation(
            "1 validation error detected: Value '\(days)' at 'pendingWindowInDays' failed to satisfy constraint: "
                + "Member must have value \(bound)")
    }

    /// Of date and waiting period the record has one: the period, if it has not begun.
    static func recordElements(_ output: ScheduleKeyDeletionResponse, _ key: Key, to writer: inout JSONWriter) {
        var recorded = output
        if output.deletionDate != nil { recorded.pendingWindowInDays = nil }
        recorded.recordMembers(to: &writer)
    }
}
