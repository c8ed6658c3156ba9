import AWSJSON
import IAMPolicy
import KMSModel
import Records
import ServiceModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
enum CreateGrant: KeyOperation {
    typealias Input = CreateGrantRequest
    static let operation = KMSOperation.createGrant

    static func keyIdentifier(_ input: CreateGrantRequest) -> String { input.keyId }

    static func condition(
        _ condition: RequestCondition, _ input: CreateGrantRequest, _ permission: Permission, in call: Call
    ) -> ConditionValues? {
        switch condition {
        case .granteePrincipal: .optional(input.granteePrincipal)
        case .granteeServicePrincipal: .optional(input.granteeServicePrincipal)
        case .retiringPrincipal: .optional(input.retiringPrincipal)
        case .retiringServicePrincipal: .optional(input.retiringServicePrincipal)
        case .grantOperations: .many(input.operations.map(\.rawValue))
        case .grantConstraintType: .optional(input.constraints?.effective.conditionedType)
        case .grantConstraintSourceARN: .optional(input.constraints?.sourceArn)
        case .grantIsForAWSResource: .bool(call.caller.viaService != nil)
        default: nil
        }
    }

    /// That of the grant's constraint.
    static func conditionedContext(_ input: CreateGrantRequest, _ permission: Permission) -> StringMap? {
        input.constraints?.effective.conditionedContext
    }

    static func grantTokens(_ input: CreateGrantRequest) -> [String]? { input.grantTokens }

    static func check(_ input: CreateGrantRequest, _ key: Key, in call: Call) async throws(Failure) {
        let terms = try GrantRules.terms(input)
        try StateRules.check(operation, key)
        try GrantRules.check(terms, on: key)
        _ = try await GrantRules.withPrincipals(terms, in: call)
    }

    static func isDryRun(_ input: CreateGrantRequest) -> Bool { input.dryRun == true }

    static func run(_ request: Authorized<CreateGrant>, in call: Call) async throws(Failure) -> CreateGrantResponse {
        let terms = try await GrantRules.withPrincipals(try GrantRules.terms(request.input), in: call)
        let grant = try await call.grants.create(terms, on: request.subject, in: call)
        guard let token = GrantToken.make(for: grant, call.randomness) else {
            throw .record(.undecodable(grant.recordID))
        }
        return CreateGrantResponse(grantToken: token, grantId: grant.id)
    }

    /// The key's ARN stands beside the grant's id; the grant token is left out.
    static func recordElements(_ output: CreateGrantResponse, _ key: Key, to writer: inout JSONWriter) {
        output.recordMembers(to: &writer)
        writer.member("keyId", key.arn)
    }
}

extension GrantConstraints {
    /// As `kms:GrantConstraintType` says it.
    var conditionedType: String? {
        if encryptionContextEquals != nil { return "EncryptionContextEquals" }
        return encryptionContextSubset == nil ? nil : "EncryptionContextSubset"
    }

    /// What `kms:EncryptionContext:…` sees of a grant.
    var conditionedContext: StringMap? { encryptionContextEquals ?? encryptionContextSubset }
}
