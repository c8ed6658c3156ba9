import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
enum CreateGrant: KeyOperation {
    typealias Input = CreateGrantRequest
    static let operation = KMSOperation.createGrant

    static func keyIdentifier(_ input: CreateGrantRequest) -> String { input.keyId }

    static func check(_ input: CreateGrantRequest, _ key: Key, in call: Call) async throws(Failure) {
        try GrantRules.checkTokens(input.grantTokens)
        let terms = try GrantRules.terms(input)
        try StateRules.check(operation, key)
        try GrantRules.check(terms, on: key)
        try GrantRules.checkPrincipals(terms, partition: call.partition)
    }

    static func isDryRun(_ input: CreateGrantRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<CreateGrant>, in call: Call) async throws(Failure) -> CreateGrantResponse {
        let grant = try await call.grants.create(
            try GrantRules.terms(request.input), on: request.subject, in: call)
        guard let token = GrantToken.make(for: grant, call.randomness) else {
            throw .record(.undecodable(grant.recordID))
        }
        return CreateGrantResponse(grantToken: token, grantId: grant.id)
    }
}
