import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html
enum DisableKeyRotation: KeyOperation {
    typealias Input = DisableKeyRotationRequest
    static let operation = KMSOperation.disableKeyRotation

    static func keyIdentifier(_ input: DisableKeyRotationRequest) -> String { input.keyId }

    static func check(_ input: DisableKeyRotationRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        try UsageRules.checkRotation(key)
        try MultiRegionRules.checkNotReplica(key.record, key)
    }

    static func run(_ request: Authorized<DisableKeyRotation>, in call: Call) async throws(Failure) {
        let key = request.subject
        try await call.keys.update(key, in: call) { (record) throws(Failure) in
            try MultiRegionRules.checkNotReplica(record, key)
            return try await call.keys.setRotation(nil, of: &record, at: call.now, call.randomness)
        }
    }
}
