import AWSJSON
import IAMPolicy
import KMSModel
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
enum EnableKeyRotation: KeyOperation {
    typealias Input = EnableKeyRotationRequest
    static let operation = KMSOperation.enableKeyRotation

    static func keyIdentifier(_ input: EnableKeyRotationRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: EnableKeyRotationRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .rotationPeriodInDays
            ? .number(input.rotationPeriodInDays ?? Limits.rotationPeriodDaysDefault) : nil
    }

    static func check(_ input: EnableKeyRotationRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        try UsageRules.checkRotation(key)
        try MultiRegionRules.checkNotReplica(key.record, key)
    }

    /// The first rotation comes one period after the period was set; asking for the period that is set changes nothing.
    static func run(_ request: Authorized<EnableKeyRotation>, in call: Call) async throws(Failure) {
        let days = request.input.rotationPeriodInDays ?? Limits.rotationPeriodDaysDefault
        let key = request.subject
        try await call.keys.update(key, in: call) { (record) throws(Failure) in
            try MultiRegionRules.checkNotReplica(record, key)
            guard record.rotation?.periodDays != days else { return [] }
            let schedule = KeyRecord.RotationSchedule(
                periodDays: days, next: call.now + Int64(days) * millisecondsPerDay)
            return try await call.keys.setRotation(schedule, of: &record, at: call.now, call.randomness)
        }
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ key: Key, to writer: inout JSONWriter) {
        writer.member("keyId", key.arn)
    }
}
