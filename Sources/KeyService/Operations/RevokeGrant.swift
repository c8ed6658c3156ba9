import IAMPolicy
import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html
enum RevokeGrant: KeyOperation {
    typealias Input = RevokeGrantRequest
    static let operation = KMSOperation.revokeGrant

    static func keyIdentifier(_ input: RevokeGrantRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: RevokeGrantRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        condition == .grantIsForAWSResource ? .bool(call.caller.viaService != nil) : nil
    }

    static func resolve(_ input: RevokeGrantRequest, in call: Call) async throws(Failure) -> Key {
        try GrantRules.checkID(input.grantId)
        return try await Resolver.key(input.keyId, acceptsAliases: false, in: call)
    }

    static func check(_ input: RevokeGrantRequest, _ key: Key, in call: Call) async throws(Failure) {
        try StateRules.check(operation, key)
        guard try await call.grants.grant(input.grantId, of: key.record) != nil else {
            throw .grantNotFound(input.grantId)
        }
    }

    static func isDryRun(_ input: RevokeGrantRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<RevokeGrant>, in call: Call) async throws(Failure) {
        try await call.grants.remove(request.input.grantId, of: request.subject.record)
    }
}
