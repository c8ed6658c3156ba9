import AWSJSON
import AuditTrail
import KMSModel
import Records
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
enum CreateAlias: KeyOperation {
    typealias Input = CreateAliasRequest
    static let operation = KMSOperation.createAlias

    static func keyIdentifier(_ input: CreateAliasRequest) -> String { input.targetKeyId }

    static func resolve(_ input: CreateAliasRequest, in call: Call) async throws(Failure) -> Key {
        try AliasNames.check(input.aliasName)
        try AliasNames.checkNotReserved(input.aliasName)
        try AliasNames.checkTarget(input.targetKeyId)
        return try await Resolver.key(input.targetKeyId, acceptsAliases: false, in: call)
    }

    static func permissions(_ input: CreateAliasRequest, _ key: Key) -> [Permission] {
        [Permission(operation, alias: key.place.aliasARN(input.aliasName)), Permission(operation, on: key)]
    }

    static func run(_ request: Authorized<CreateAlias>, in call: Call) async throws(Failure) {
        let name = request.input.aliasName
        // The key is written too, unchanged: of two calls that would both make its fiftieth alias, one has to go back.
        try await call.keys.update(request.subject, in: call) { (key) throws(Failure) in
            guard try await call.keys.freshAlias(name, in: call.place) == nil else {
                throw .refused(
                    .alreadyExistsException, "An alias with the name \(call.place.aliasARN(name)) already exists")
            }
            try await AliasQuota.checkRoom(for: key, in: call)
            let alias = AliasRecord(
                name: name, account: key.account, region: key.region, targetKeyID: key.id, created: call.now,
                updated: call.now)
            return [call.keys.store.put(alias, over: 0)]
        }
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ key: Key, to writer: inout JSONWriter) {
        writer.member("keyId", key.arn)
    }

    /// The key comes first.
    static func resources(_ input: CreateAliasRequest, _ key: Key, _ output: Void?) -> [AuditResource] {
        [AuditResource(key), AuditResource(alias: key.place.aliasARN(input.aliasName))].compactMap { $0 }
    }
}

enum AliasQuota {
    static func checkRoom(for key: KeyRecord, in call: Call) async throws(Failure) {
        guard try await call.keys.aliases(of: key, limit: Limits.aliasesPerKey).count < Limits.aliasesPerKey else {
            throw .refused(
                .limitExceededException, "A KMS key can have at most \(Limits.aliasesPerKey) aliases.")
        }
    }
}
