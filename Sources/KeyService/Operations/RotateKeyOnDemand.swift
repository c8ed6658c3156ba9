import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html
enum RotateKeyOnDemand: KeyOperation {
    typealias Input = RotateKeyOnDemandRequest
    static let operation = KMSOperation.rotateKeyOnDemand

    static func keyIdentifier(_ input: RotateKeyOnDemandRequest) -> String { input.keyId }

    static func check(_ input: RotateKeyOnDemandRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        try UsageRules.checkOnDemandRotation(key)
        try MultiRegionRules.checkNotReplica(key.record, key)
    }

    /// A key with imported material is rotated to what was imported for it.
    static func run(
        _ request: Authorized<RotateKeyOnDemand>, in call: Call
    ) async throws(Failure) -> RotateKeyOnDemandResponse {
        let arn = request.subject.arn
        try await call.keys.update(request.subject, in: call) { (key) throws(Failure) in
            try MultiRegionRules.checkNotReplica(key, request.subject)
            guard key.onDemandRotations < Limits.onDemandRotations else {
                throw .refused(
                    .limitExceededException,
                    "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations "
                        + "can be performed for this key: \(arn)")
            }
            if key.origin == .external {
                return try await call.keys.rotateToWaitingMaterial(&key, arn: arn, at: call.now, call.randomness)
            }
            return try await call.keys.rotateSet(&key, .onDemand, at: call.now, call.randomness)
        }
        return RotateKeyOnDemandResponse(keyId: request.subject.record.id)
    }
}
