import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
enum RetireGrant: Operation {
    typealias Input = RetireGrantRequest
    static let operation = KMSOperation.retireGrant

    struct Subject: Sendable {
        var key: Key
        var grantID: String
    }

    static func resolve(_ input: RetireGrantRequest, in call: Call) async throws(Failure) -> Subject {
        switch (input.grantToken, input.keyId, input.grantId) {
        case (let token?, nil, nil):
            return try await subject(token: token, in: call)
        case (nil, let identifier?, let grantID?):
            try GrantRules.checkID(grantID)
            let key = try await Resolver.key(identifier, acceptsAliases: false, in: call)
            return Subject(key: key, grantID: grantID)
        default:
            throw .validation("Please specify either GrantToken, or both KeyId and GrantId.")
        }
    }

    static func permissions(_ input: RetireGrantRequest, _ subject: Subject) -> [Permission] {
        [Permission(operation, on: subject.key)]
    }

    static func check(_ input: RetireGrantRequest, _ subject: Subject, in call: Call) async throws(Failure) {
        try StateRules.check(operation, subject.key)
        guard try await call.grants.grant(subject.grantID, of: subject.key.record) != nil else {
            throw .grantNotFound(subject.grantID)
        }
    }

    static func isDryRun(_ input: RetireGrantRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<RetireGrant>, in call: Call) async throws(Failure) {
        try await call.grants.remove(request.subject.grantID, of: request.subject.key.record)
    }

    static func keyARN(_ subject: Subject, _ output: Void?) -> String? { subject.key.arn }

    private static func subject(token text: String, in call: Call) async throws(Failure) -> Subject {
        guard let token = GrantToken(parsing: text) else { throw .invalidGrantToken }
        guard token.account == call.caller.account else {
            throw Authorizer.foreignAccount(operation.rawValue, call.caller)
        }
        let grant = try await call.grants.grant(token, in: call.place)
        guard let key = try await call.keys.key(grant.keyID, in: call.place) else { throw .invalidGrantToken }
        return Subject(key: key, grantID: grant.id)
    }
}
