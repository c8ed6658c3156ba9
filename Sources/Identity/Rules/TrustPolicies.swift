import IAMModel
import IAMPolicy
import Records

/// What IAM asks of trust policies, and how it shows them.
extension IAMCall {
    /// A trust policy with the unique ids of the users and roles it names. Who is deleted while it is being written is
    /// remembered as he was: nobody else can take his place.
    func trustPolicy(_ text: String) async throws(IAMFailure) -> TrustPolicy {
        let document = try PolicyText.document(text, as: .trust)
        guard PolicyText.size(text) <= Quotas.trustPolicySize else {
            throw .quota("ACLSizePerRole", Quotas.trustPolicySize)
        }
        var ids: [String: String] = [:]
        for arn in document.namedPrincipals {
            let found = try await stored { () throws(RecordError) in try await identity.namedPrincipal(arn) }
            switch found {
            case .missing:
                throw .refused(.malformedPolicyDocument, "Invalid principal in policy: \"AWS\":\"\(arn)\"")
            case .pinned(let id): ids[arn] = id
            case .unpinned: break
            }
        }
        return TrustPolicy(document: text, principalIDs: ids)
    }

    /// A trust policy as it is now: who was renamed has his new ARN, who was deleted his unique id.
    func shownTrustPolicy(_ role: RoleRecord) async throws(IAMFailure) -> String {
        var replacements: [String: String] = [:]
        for (arn, id) in role.trust.principalIDs where EntityARN(arn) != nil {
            let partition = EntityARN(arn)?.partition ?? self.partition
            let now = try await stored { () throws(RecordError) in
                try await identity.arn(ofUniqueID: id, partition: partition)
            }
            if now != arn { replacements[arn] = now ?? id }
        }
        return PolicyDocument.text(role.trust.document, replacingPrincipals: replacements)
    }
}
