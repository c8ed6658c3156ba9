import AWSJSON
import AuditTrail
import IAMPolicy
import KMSModel
import Records
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
enum ReplicateKey: KeyOperation {
    typealias Input = ReplicateKeyRequest
    static let operation = KMSOperation.replicateKey

    static func keyIdentifier(_ input: ReplicateKeyRequest) -> String { input.keyId }

    /// What is made is made in the replica's Region
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html).
    static func permissions(_ input: ReplicateKeyRequest, _ key: Key) -> [Permission] {
        let needed: [KMSOperation] = input.tags?.isEmpty == false ? [.createKey, .tagResource] : [.createKey]
        return [Permission(operation, on: key)]
            + needed.map { needed in
                var permission = Permission(needed, on: nil)
                permission.region = input.replicaRegion
                permission.original = key
                return permission
            }
    }

    static func condition(
        _ condition: RequestCondition, _ input: ReplicateKeyRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .replicaRegion: .one(input.replicaRegion)
        case .bypassPolicyLockoutSafetyCheck: .bool(input.bypassPolicyLockoutSafetyCheck ?? false)
        default: nil
        }
    }

    static func requestTags(_ input: ReplicateKeyRequest) -> [KeyTag]? { input.tags?.map(KeyTag.init) }

    static func check(_ input: ReplicateKeyRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        try MultiRegionRules.checkPrimary(key.record, key)
        try MultiRegionRules.checkOtherRegion(input.replicaRegion, than: key)
    }

    static func run(_ request: Authorized<ReplicateKey>, in call: Call) async throws(Failure) -> ReplicateKeyResponse {
        let primary = request.subject
        let place = MultiRegionRules.place(of: primary, in: request.input.replicaRegion)
        let terms = try await terms(request.input, of: primary, in: place, call)
        var replica = primary.record
        try await call.keys.update(primary, in: call) { (record) throws(Failure) in
            try MultiRegionRules.checkPrimary(record, primary)
            guard record.multiRegion?.replicaRegions.contains(place.region) == false else {
                throw .refused(.alreadyExistsException, "Key '\(place.keyARN(record.id))' already exists")
            }
            let made = try await call.keys.replicate(&record, terms, at: call.now, call.randomness)
            replica = made.replica
            return made.changes
        }
        return ReplicateKeyResponse(
            replicaKeyMetadata: try call.keys.key(Versioned(replica, version: 1), in: place).metadata,
            replicaPolicy: replica.policy, replicaTags: replica.tags.map(\.model))
    }

    private static func terms(
        _ input: ReplicateKeyRequest, of primary: Key, in place: Place, _ call: Call
    ) async throws(Failure) -> KeyRecord.ReplicaTerms {
        let tags = try TagRules.tags(input.tags ?? [])
        var policy = AcceptedPolicy(document: KeyPolicy.byDefault(in: place), principals: [:])
        if let document = input.policy {
            policy = try await KeyPolicy.accept(
                document, for: primary.record.id, in: place,
                mayLockOut: input.bypassPolicyLockoutSafetyCheck == true, call)
        }
        return KeyRecord.ReplicaTerms(
            region: place.region, policy: policy, description: input.description ?? "", tags: tags)
    }

    /// AWS records what a replica gets by default as if it had been asked for.
    static func recorded(_ input: ReplicateKeyRequest) -> ReplicateKeyRequest {
        var recorded = input
        recorded.description = input.description ?? ""
        recorded.bypassPolicyLockoutSafetyCheck = input.bypassPolicyLockoutSafetyCheck ?? false
        return recorded
    }

    static func recordElements(_ output: ReplicateKeyResponse, _ key: Key, to writer: inout JSONWriter) {
        var recorded = output
        if output.replicaTags?.isEmpty == true { recorded.replicaTags = nil }
        recorded.recordMembers(to: &writer)
    }

    /// That a key was made is on record in its own Region.
    static func companions(
        _ input: ReplicateKeyRequest, _ key: Key, _ output: ReplicateKeyResponse
    ) -> [AuditCompanion] {
        guard let made = output.replicaKeyMetadata else { return [] }
        let request = CreateKey.recorded(
            CreateKeyRequest(
                policy: input.policy, description: input.description, keyUsage: made.keyUsage, keySpec: made.keySpec,
                origin: made.origin, bypassPolicyLockoutSafetyCheck: input.bypassPolicyLockoutSafetyCheck,
                tags: input.tags, multiRegion: true))
        let answer = CreateKeyResponse(keyMetadata: made)
        var details = AuditDetails(isReadOnly: false)
        details.requestParameters = AuditDetails.object { request.recordMembers(to: &$0) }
        details.responseElements = AuditDetails.object { answer.recordMembers(to: &$0) }
        details.resources = CreateKey.resources(request, (), answer)
        return [AuditCompanion(eventName: "CreateKey", region: input.replicaRegion, details: details)]
    }
}
