import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
enum ReplicateKey: KeyOperation {
    typealias Input = ReplicateKeyRequest
    static let operation = KMSOperation.replicateKey

    static func keyIdentifier(_ input: ReplicateKeyRequest) -> String { input.keyId }

    static func permissions(_ input: ReplicateKeyRequest, _ key: Key) -> [Permission] {
        let tagging = input.tags?.isEmpty == false ? [Permission(.tagResource, on: nil)] : []
        return [Permission(operation, on: key), Permission(.createKey, on: nil)] + tagging
    }

    static func check(_ input: ReplicateKeyRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        try MultiRegionRules.checkPrimary(key.record, key)
        try MultiRegionRules.checkOtherRegion(input.replicaRegion, than: key)
    }

    static func run(_ request: Authorized<ReplicateKey>, in call: Call) async throws(Failure) -> ReplicateKeyResponse {
        let primary = request.subject
        let place = MultiRegionRules.place(of: primary, in: request.input.replicaRegion)
        let terms = try terms(request.input, in: place)
        var replica = primary.record
        try await call.keys.update(primary, in: call) { (record) throws(Failure) in
            try MultiRegionRules.checkPrimary(record, primary)
            guard record.multiRegion?.replicaRegions.contains(place.region) == false else {
                throw .refused(.alreadyExistsException, "Key '\(place.keyARN(record.id))' already exists")
            }
            let made = try await call.keys.replicate(&record, terms, at: call.now)
            replica = made.replica
            return made.changes
        }
        return ReplicateKeyResponse(
            replicaKeyMetadata: try call.keys.key(Versioned(replica, version: 1), in: place).metadata,
            replicaPolicy: replica.policy, replicaTags: replica.tags.map(\.model))
    }

    private static func terms(
        _ input: ReplicateKeyRequest, in place: Place
    ) throws(Failure) -> KeyRecord.ReplicaTerms {
        let tags = try TagRules.tags(input.tags ?? [])
        if let policy = input.policy { try KeyPolicy.check(policy) }
        return KeyRecord.ReplicaTerms(
            region: place.region, policy: input.policy ?? KeyPolicy.byDefault(in: place),
            description: input.description ?? "", tags: tags)
    }
}
