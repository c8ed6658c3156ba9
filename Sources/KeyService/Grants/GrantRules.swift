import AWSJSON
import KMSModel
import Records

/// What AWS asks of a grant (https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html).
enum GrantRules {
    static let grantsPerKeyMax = 50_000
    private static let contextPairsMax = 8
    private static let contextValueLengthMax = 384

    /// A request's terms, if its members fit together.
    static func terms(_ input: CreateGrantRequest) throws(Failure) -> GrantTerms {
        guard let grantee = try principal(input.granteePrincipal, input.granteeServicePrincipal, "Grantee") else {
            throw .validation("Please specify either GranteePrincipal or GranteeServicePrincipal.")
        }
        let retiring = try principal(input.retiringPrincipal, input.retiringServicePrincipal, "Retiring")
        guard !input.operations.isEmpty else { throw .validation("A grant must permit at least one operation.") }
        if grantee.service != nil, retiring == nil || input.constraints?.sourceArn == nil {
            throw .validation(
                "A grant to a service principal must have a SourceArn constraint and a retiring principal.")
        }
        return GrantTerms(
            name: input.name, grantee: grantee, retiring: retiring, operations: input.operations.eachOnce,
            constraints: input.constraints.map(\.effective).flatMap { $0.isEmpty ? nil : $0 })
    }

    /// Which principal a pair of members names, of which one at the most may be there.
    /// `role`: the first word of both members' names.
    static func principal(_ arn: String?, _ service: String?, _ role: String) throws(Failure) -> GrantPrincipal? {
        guard arn == nil || service == nil else {
            throw .validation("Please specify either \(role)Principal or \(role)ServicePrincipal, but not both.")
        }
        return arn.map { .arn($0) } ?? service.map { .service($0) }
    }

    /// Whether a key can do what the terms permit, under their constraints.
    static func check(_ terms: GrantTerms, on key: Key) throws(Failure) {
        let (spec, usage) = (key.record.spec, key.record.usage)
        let possible = operations(spec, usage)
        if let operation = terms.operations.first(where: { !possible.contains($0) }) {
            throw .validation(
                "The operation \(operation.rawValue) is not supported by \(key.arn), which has the key spec "
                    + "\(spec.rawValue) and the key usage \(usage.rawValue).")
        }
        for context in terms.constraints?.contexts ?? [] {
            guard spec == .symmetricDefault else {
                throw .validation("Encryption context constraints are for symmetric encryption keys only.")
            }
            try check(context)
        }
    }

    private static func check(_ context: StringMap) throws(Failure) {
        guard context.pairs.count <= contextPairsMax else {
            throw .validation("An encryption context constraint can have at most \(contextPairsMax) pairs.")
        }
        guard context.pairs.allSatisfy({ $0.value.unicodeScalars.count <= contextValueLengthMax }) else {
            throw .validation(
                "A value in an encryption context constraint can have at most \(contextValueLengthMax) characters.")
        }
    }

    /// The terms with the unique ids of their principals.
    /// - Throws: a refusal if a principal does not exist.
    static func withPrincipals(_ terms: GrantTerms, in call: Call) async throws(Failure) -> GrantTerms {
        var terms = terms
        if let arn = terms.grantee.arn { terms.granteeID = try await uniqueID(ofPrincipal: arn, in: call) }
        if let arn = terms.retiring?.arn { terms.retiringID = try await uniqueID(ofPrincipal: arn, in: call) }
        return terms
    }

    private static func uniqueID(ofPrincipal arn: String, in call: Call) async throws(Failure) -> String? {
        try checkPrincipal(arn, partition: call.partition)
        let standing = try await stored { () throws(RecordError) in
            try await call.environment.principals.standing(ofPrincipal: arn)
        }
        guard case .exists(let uniqueID) = standing else { throw invalidPrincipal(arn) }
        return uniqueID
    }

    @discardableResult
    static func checkPrincipal(_ arn: String, partition: String) throws(Failure) -> PrincipalARN {
        guard let principal = PrincipalARN(arn), principal.partition == partition else { throw invalidPrincipal(arn) }
        return principal
    }

    private static func invalidPrincipal(_ arn: String) -> Failure {
        .refused(.invalidArnException, "ARN does not refer to a valid principal: \(arn)")
    }

    static func checkID(_ id: String) throws(Failure) {
        guard Hex.decode(id)?.count == GrantRecord.idBytes else {
            throw .refused(.invalidGrantIdException, "Grant ID \(id) is not valid")
        }
    }

    /// Whether grant tokens were made here. What their grants permit, they permit without tokens too: a grant is in
    /// force when CreateGrant answers. The token of a grant that is gone permits nothing.
    static func checkTokens(_ tokens: [String], in call: Call) async throws(Failure) {
        for text in tokens {
            guard let token = GrantToken(parsing: text) else { throw .invalidGrantToken }
            let place = Place(account: token.account, region: call.region, partition: call.partition)
            guard let grant = try await call.grants.find(token, in: place) else { continue }
            guard token.isAuthentic(for: grant) else { throw .invalidGrantToken }
        }
    }

    /// What a grant can permit on a key of such a kind
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations).
    static func operations(_ spec: KeySpec, _ usage: KeyUsageType) -> Set<GrantOperation> {
        let ofAnyKey: Set<GrantOperation> = [.createGrant, .retireGrant, .describeKey]
        return ofAnyKey.union(cryptographicOperations(spec, usage))
    }

    private static func cryptographicOperations(_ spec: KeySpec, _ usage: KeyUsageType) -> Set<GrantOperation> {
        switch usage {
        case .encryptDecrypt:
            let both: Set<GrantOperation> = [.encrypt, .decrypt, .reEncryptFrom, .reEncryptTo]
            guard spec == .symmetricDefault else { return both.union([.getPublicKey]) }
            return both.union([
                .generateDataKey, .generateDataKeyWithoutPlaintext, .generateDataKeyPair,
                .generateDataKeyPairWithoutPlaintext,
            ])
        case .signVerify: return [.sign, .verify, .getPublicKey]
        case .generateVerifyMac: return [.generateMac, .verifyMac]
        case .keyAgreement: return [.deriveSharedSecret, .getPublicKey]
        case .encapsulateDecapsulate: return [.encapsulate, .decapsulate, .getPublicKey]
        }
    }
}

extension Failure {
    static func grantNotFound(_ id: String) -> Failure { .refused(.notFoundException, "Grant ID \(id) not found") }

    static let invalidGrantToken = Failure.refused(.invalidGrantTokenException, "The grant token is not valid.")
}

extension GrantConstraints {
    /// Without an empty context beside one that is not: Terraform sends both members whichever is set, and AWS takes no
    /// notice of the empty one.
    var effective: GrantConstraints {
        var effective = self
        if encryptionContextEquals?.pairs.isEmpty == true, encryptionContextSubset?.pairs.isEmpty == false {
            effective.encryptionContextEquals = nil
        } else if encryptionContextSubset?.pairs.isEmpty == true, encryptionContextEquals != nil {
            effective.encryptionContextSubset = nil
        }
        return effective
    }

    fileprivate var isEmpty: Bool { contexts.isEmpty && sourceArn == nil }

    fileprivate var contexts: [StringMap] { [encryptionContextSubset, encryptionContextEquals].compactMap { $0 } }
}

extension [GrantOperation] {
    /// Without repetitions, in order of first mention.
    fileprivate var eachOnce: Self {
        reduce(into: []) { list, operation in if !list.contains(operation) { list.append(operation) } }
    }
}
