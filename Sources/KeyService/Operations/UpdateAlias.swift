import AWSJSON
import AuditTrail
import KMSModel
import Records
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
enum UpdateAlias: Operation {
    typealias Input = UpdateAliasRequest
    static let operation = KMSOperation.updateAlias

    struct Subject: Sendable {
        var current: Key
        var target: Key
    }

    static func resolve(_ input: UpdateAliasRequest, in call: Call) async throws(Failure) -> Subject {
        try AliasNames.check(input.aliasName)
        try AliasNames.checkNotReserved(input.aliasName)
        try AliasNames.checkTarget(input.targetKeyId)
        let current = try await Resolver.key(input.aliasName, acceptsAliases: true, in: call)
        let target = try await Resolver.key(input.targetKeyId, acceptsAliases: false, in: call)
        return Subject(current: current, target: target)
    }

    static func permissions(_ input: UpdateAliasRequest, _ subject: Subject) -> [Permission] {
        [
            Permission(operation, alias: subject.target.place.aliasARN(input.aliasName)),
            Permission(operation, on: subject.current), Permission(operation, on: subject.target),
        ]
    }

    static func check(_ input: UpdateAliasRequest, _ subject: Subject, in call: Call) async throws(Failure) {
        try StateRules.check(operation, subject.target)
        let (old, new) = (subject.current.record.usage.rawValue, subject.target.record.usage.rawValue)
        guard old == new else {
            throw .validation(
                "Alias \(input.aliasName) cannot be changed from a CMK with key usage \(old) to a CMK with key usage "
                    + "\(new). The key usage of the current CMK and the new CMK must be the same.")
        }
    }

    static func run(_ request: Authorized<UpdateAlias>, in call: Call) async throws(Failure) {
        let name = request.input.aliasName
        try await call.keys.update(request.subject.target, in: call) { (key) throws(Failure) in
            guard var alias = try await call.keys.freshAlias(name, in: call.place) else {
                throw .aliasNotFound(arn: call.place.aliasARN(name))
            }
            try call.keys.checkTarget(of: alias.value, is: request.subject.current)
            if alias.value.targetKeyID != key.id { try await AliasQuota.checkRoom(for: key, in: call) }
            alias.value.targetKeyID = key.id
            alias.value.updated = call.now
            return [call.keys.store.put(alias.value, over: alias.version)]
        }
    }

    static func keyARN(_ subject: Subject, _ output: Void?) -> String? { subject.target.arn }

    /// The answer has none, the record has.
    static func recordElements(_ output: Void, _ subject: Subject, to writer: inout JSONWriter) {
        writer.member("keyId", subject.target.arn)
    }

    /// The alias and the key that it now belongs to.
    static func resources(_ input: UpdateAliasRequest, _ subject: Subject, _ output: Void?) -> [AuditResource] {
        let alias = AuditResource(alias: subject.target.place.aliasARN(input.aliasName))
        return [alias, AuditResource(subject.target)].compactMap { $0 }
    }
}
