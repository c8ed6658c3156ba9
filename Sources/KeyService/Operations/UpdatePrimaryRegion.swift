import AWSJSON
import AuditTrail
import IAMPolicy
import KMSModel
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html
enum UpdatePrimaryRegion: Operation {
    typealias Input = UpdatePrimaryRegionRequest
    static let operation = KMSOperation.updatePrimaryRegion

    struct Subject: Sendable {
        let primary: Key
        /// The key that is to become the primary one; nil if there is none.
        let successor: Key?
    }

    static func resolve(_ input: UpdatePrimaryRegionRequest, in call: Call) async throws(Failure) -> Subject {
        let primary = try await Resolver.key(input.keyId, acceptsAliases: false, in: call)
        let place = MultiRegionRules.place(of: primary, in: input.primaryRegion)
        return Subject(primary: primary, successor: try await call.keys.key(primary.record.id, in: place))
    }

    static func permissions(_ input: UpdatePrimaryRegionRequest, _ subject: Subject) -> [Permission] {
        [subject.primary, subject.successor].compactMap { $0 }.map { Permission(operation, on: $0) }
    }

    static func condition(
        _ condition: RequestCondition, _ input: UpdatePrimaryRegionRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .primaryRegion ? .one(input.primaryRegion) : nil
    }

    static func check(
        _ input: UpdatePrimaryRegionRequest, _ subject: Subject, in call: Call
    ) async throws(Failure) {
        try StateRules.check(operation, subject.primary)
        try MultiRegionRules.checkPrimary(subject.primary.record, subject.primary)
        try MultiRegionRules.checkOtherRegion(input.primaryRegion, than: subject.primary)
        try check(subject.successor, input.primaryRegion, subject.primary)
    }

    static func run(_ request: Authorized<UpdatePrimaryRegion>, in call: Call) async throws(Failure) {
        let (region, primary) = (request.input.primaryRegion, request.subject.primary)
        try await call.keys.update(primary, in: call) { (record) throws(Failure) in
            try MultiRegionRules.checkPrimary(record, primary)
            let others = try await call.keys.otherKeys(of: record)
            try check(others.first { $0.record.region == region }, region, primary)
            let updating = KeyRecord.Transition.updating(from: call.now)
            record.setPrimaryRegion(region)
            record.transition = updating
            return call.keys.changes(of: others) { other in
                other.setPrimaryRegion(region)
                if other.region == region { other.transition = updating }
            }
        }
    }

    static func keyARN(_ subject: Subject, _ output: Void?) -> String? { subject.primary.arn }

    private static func check(_ successor: Key?, _ region: String, _ primary: Key) throws(Failure) {
        guard let successor else {
            throw .keyNotFound(arn: MultiRegionRules.place(of: primary, in: region).keyARN(primary.record.id))
        }
        try StateRules.check(operation, successor)
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ subject: Subject, to writer: inout JSONWriter) {
        writer.member("keyId", subject.primary.arn)
    }

    static func resources(
        _ input: UpdatePrimaryRegionRequest, _ subject: Subject, _ output: Void?
    ) -> [AuditResource] { [AuditResource(subject.primary)] }

    /// The Region that now has the primary key has a record too. It names no resource.
    static func companions(
        _ input: UpdatePrimaryRegionRequest, _ subject: Subject, _ output: Void
    ) -> [AuditCompanion] {
        guard let successor = subject.successor else { return [] }
        let request = UpdatePrimaryRegionRequest(keyId: successor.arn, primaryRegion: input.primaryRegion)
        var details = AuditDetails(isReadOnly: false)
        details.requestParameters = AuditDetails.object { request.recordMembers(to: &$0) }
        details.responseElements = AuditDetails.object { $0.member("keyId", successor.arn) }
        return [
            AuditCompanion(
                eventName: operation.rawValue, region: input.primaryRegion, details: details,
                invokedBy: "kms.amazonaws.com")
        ]
    }
}
