import AWSJSON
import AuditTrail
import IAMPolicy
import KMSModel
import Records
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
enum RetireGrant: Operation {
    typealias Input = RetireGrantRequest
    static let operation = KMSOperation.retireGrant

    struct Subject: Sendable {
        var key: Key
        /// Nil if there is none of the id that the request names.
        var grant: GrantRecord?
    }

    static func resolve(_ input: RetireGrantRequest, in call: Call) async throws(Failure) -> Subject {
        switch (input.grantToken, input.keyId, input.grantId) {
        case (let token?, nil, nil):
            return try await subject(token: token, in: call)
        case (nil, let identifier?, let grantID?):
            try GrantRules.checkID(grantID)
            let key = try await Resolver.key(identifier, acceptsAliases: false, in: call)
            return Subject(key: key, grant: try await call.grants.grant(grantID, of: key.record))
        default:
            throw .validation("Please specify either GrantToken, or both KeyId and GrantId.")
        }
    }

    /// The grant says who may retire it: its retiring principal, its grantee if it permits that, and the account in which
    /// it was made. That account, the key's own, and one that is the retiring principal can leave it to their identity
    /// policies. The key policy has no say
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html).
    static func permissions(_ input: RetireGrantRequest, _ subject: Subject) -> [Permission] {
        var permission = Permission(operation, on: subject.key)
        let accounts = [subject.key.record.account, subject.grant?.issuer, subject.grant?.terms.retiring?.account]
        permission.policy = KeyPolicy.delegating(to: accounts.compactMap { $0 })
        permission.grants = subject.grant?.retirementRights ?? []
        return [permission]
    }

    static func condition(
        _ condition: RequestCondition, _ input: RetireGrantRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? { nil }

    static func check(_ input: RetireGrantRequest, _ subject: Subject, in call: Call) async throws(Failure) {
        try StateRules.check(operation, subject.key)
        guard subject.grant != nil else { throw .grantNotFound(input.grantId ?? "") }
    }

    static func isDryRun(_ input: RetireGrantRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<RetireGrant>, in call: Call) async throws(Failure) {
        guard let grant = request.subject.grant else { throw .grantNotFound(request.input.grantId ?? "") }
        try await call.grants.remove(grant.id, of: request.subject.key.record)
    }

    static func keyARN(_ subject: Subject, _ output: Void?) -> String? { subject.key.arn }

    private static func subject(token text: String, in call: Call) async throws(Failure) -> Subject {
        guard let token = GrantToken(parsing: text) else { throw .invalidGrantToken }
        let place = Place(account: token.account, region: call.region, partition: call.partition)
        let grant = try await call.grants.grant(token, in: place)
        guard let key = try await call.keys.key(grant.keyID, in: place) else { throw .invalidGrantToken }
        return Subject(key: key, grant: grant)
    }

    static func resources(_ input: RetireGrantRequest, _ subject: Subject, _ output: Void?) -> [AuditResource] {
        [AuditResource(subject.key)]
    }

    /// A grant token tells nobody which grant it was.
    static func recordAdditions(
        _ input: RetireGrantRequest, _ subject: Subject, _ output: Void?, in call: Call, to writer: inout JSONWriter
    ) {
        writer.member("grantId", subject.grant?.id)
    }
}

extension GrantPrincipal {
    /// The account that this is as a whole, if it is one.
    fileprivate var account: String? {
        guard let arn, arn.utf8.reversed().starts(with: ":root".utf8.reversed()) else { return nil }
        return PrincipalARN(arn)?.account
    }
}
