import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
enum DescribeKey: KeyOperation {
    typealias Input = DescribeKeyRequest
    static let operation = KMSOperation.describeKey
    static let acceptsAliases = true

    static func keyIdentifier(_ input: DescribeKeyRequest) -> String { input.keyId }

    static func grantTokens(_ input: DescribeKeyRequest) -> [String]? { input.grantTokens }

    /// An alias that AWS has predefined gets its key when it is first described by somebody who may describe keys.
    static func resolve(_ input: DescribeKeyRequest, in call: Call) async throws(Failure) -> Key {
        if let (alias, service) = managedAlias(input.keyId, in: call),
            try await call.keys.alias(alias, in: call.place) == nil,
            Authorizer.isAllowedByOwnPolicies(operation.rawValue, on: call.place.keyARN("*"), in: call)
        {
            do throws(Failure) {
                return try await makeManagedKey(for: service, alias, in: call)
            } catch .record(.store(.conflict)) {
                // Another call made it first.
                call.keys.forget(AliasRecord.recordID(alias, account: call.place.account, region: call.region))
            }
        }
        return try await Resolver.key(input.keyId, acceptsAliases: true, in: call)
    }

    static func run(_ request: Authorized<DescribeKey>, in call: Call) async throws(Failure) -> DescribeKeyResponse {
        DescribeKeyResponse(keyMetadata: request.subject.metadata)
    }

    private static func managedAlias(_ identifier: String, in call: Call) -> (alias: String, service: String)? {
        let alias: String
        switch KeyIdentifier(identifier) {
        case .aliasName(let name): alias = name
        case .arn(let arn):
            guard case .alias(let name) = arn.resource, arn.description == call.place.aliasARN(name) else {
                return nil
            }
            alias = name
        default: return nil
        }
        return ManagedKeys.service(of: alias).map { (alias, $0) }
    }

    private static func makeManagedKey(
        for service: String, _ alias: String, in call: Call
    ) async throws(Failure) -> Key {
        let policy = KeyPolicy.ofManagedKey(for: service, in: call.place)
        var draft = KeyRecord.new(.symmetricDefault, .encryptDecrypt, in: call, policy: policy, manager: .aws)
        draft.description = "Default key that protects my \(service) data when no other key is defined"
        let period = Limits.rotationPeriodDaysDefault
        draft.rotation = KeyRecord.RotationSchedule(
            periodDays: period, next: draft.created + Int64(period) * millisecondsPerDay)
        return try await call.keys.create(draft, in: call) { record in
            let alias = AliasRecord(
                name: alias, account: record.account, region: record.region, targetKeyID: record.id,
                created: record.created, updated: record.created)
            return [call.keys.store.put(alias, over: 0)]
        }
    }
}
