import AWSJSON
import AuditTrail
import KMSModel
import Records
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html
enum DeleteAlias: KeyOperation {
    typealias Input = DeleteAliasRequest
    static let operation = KMSOperation.deleteAlias

    static func keyIdentifier(_ input: DeleteAliasRequest) -> String { input.aliasName }

    static func resolve(_ input: DeleteAliasRequest, in call: Call) async throws(Failure) -> Key {
        try AliasNames.check(input.aliasName)
        return try await Resolver.key(input.aliasName, acceptsAliases: true, in: call)
    }

    static func permissions(_ input: DeleteAliasRequest, _ key: Key) -> [Permission] {
        let name = KeyIdentifier(input.aliasName).aliasName ?? input.aliasName
        return [Permission(operation, alias: key.place.aliasARN(name)), Permission(operation, on: key)]
    }

    static func run(_ request: Authorized<DeleteAlias>, in call: Call) async throws(Failure) {
        let name = request.input.aliasName
        while true {
            guard let alias = try await call.keys.freshAlias(name, in: call.place) else {
                throw .aliasNotFound(arn: call.place.aliasARN(name))
            }
            try call.keys.checkTarget(of: alias.value, is: request.subject)
            do throws(Failure) {
                return try await call.keys.commit([.delete(alias.value.recordID, expectedVersion: alias.version)])
            } catch .record(.store(.conflict)) {
                // It was changed meanwhile: somebody else's call went through, so this ends.
            }
        }
    }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ key: Key, to writer: inout JSONWriter) {
        writer.member("keyId", key.arn)
    }

    /// The alias comes first.
    static func resources(_ input: DeleteAliasRequest, _ key: Key, _ output: Void?) -> [AuditResource] {
        let name = KeyIdentifier(input.aliasName).aliasName ?? input.aliasName
        return [AuditResource(alias: key.place.aliasARN(name)), AuditResource(key)].compactMap { $0 }
    }
}
