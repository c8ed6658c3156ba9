import AWSJSON
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
        guard !replacements.isEmpty, let json = try? JSONValue(parsing: Array(role.trust.document.utf8)) else {
            return role.trust.document
        }
        return String(decoding: json.replacingPrincipals(replacements).encoded, as: UTF8.self)
    }
}

extension JSONValue {
    /// In all statements' `Principal` and `NotPrincipal`.
    fileprivate func replacingPrincipals(_ replacements: [String: String]) -> JSONValue {
        mappingMembers { name, value in
            guard name == "Statement" else { return value }
            return value.mappingElements { statement in
                statement.mappingMembers { name, value in
                    guard name == "Principal" || name == "NotPrincipal" else { return value }
                    return value.mappingMembers { _, names in names.mappingStrings { replacements[$0] ?? $0 } }
                }
            }
        }
    }

    private func mappingMembers(_ change: (String, JSONValue) -> JSONValue) -> JSONValue {
        guard let members else { return self }
        return .object(members.map { .init($0.name, change($0.name, $0.value)) })
    }

    /// A single value is like a list of one.
    private func mappingElements(_ change: (JSONValue) -> JSONValue) -> JSONValue {
        elements.map { .array($0.map(change)) } ?? change(self)
    }

    private func mappingStrings(_ change: (String) -> String) -> JSONValue {
        if let string { return .string(change(string)) }
        return elements.map { .array($0.map { $0.mappingStrings(change) }) } ?? self
    }
}
