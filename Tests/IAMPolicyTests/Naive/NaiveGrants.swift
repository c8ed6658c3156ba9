import IAMPolicy

/// Which grants give an operation, one after the other
/// (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html,
/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html).
enum NaiveGrants {
    static func matching(
        _ grants: [Grant], operation: String, requester: Requester, encryptionContext: [Grant.Pair],
        sourceARN: String?
    ) -> [(id: String, namesRole: Bool)] {
        let given = grants.filter { grant in
            grant.operations.contains(operation) && isGrantee(grant, requester)
                && (grant.sourceARN == nil || grant.sourceARN == sourceARN)
                && (!takesContext.contains(operation) || constraintsHold(grant, encryptionContext))
        }
        return given.map { ($0.id, namesRole($0, requester)) }
    }

    /// Whether it is the role that a grant names, not the session.
    private static func namesRole(_ grant: Grant, _ requester: Requester) -> Bool {
        guard case .assumedRole = requester.kind else { return false }
        return grant.grantee != .principal(requester.arn)
    }

    /// Constraints on the encryption context are for the operations that have one, and for no other.
    static let takesContext: Set = [
        "Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo",
    ]

    private static func isGrantee(_ grant: Grant, _ requester: Requester) -> Bool {
        switch grant.grantee {
        case .service(let name): return requester.kind == .service && requester.arn == name
        case .principal(let arn):
            switch requester.kind {
            case .service, .webIdentity: return false
            case .assumedRole(let role):
                if arn == requester.arn { return grant.granteeID == nil || grant.granteeID == requester.uniqueID }
                return isIdentity(arn, grant.granteeID, role, requester.uniqueID)
            // A grant to a user is not one to whom he federates.
            case .federatedUser: return arn == requester.arn
            case .root, .user:
                return isIdentity(arn, grant.granteeID, requester.arn, requester.uniqueID)
            }
        }
    }

    private static func isIdentity(_ grantee: String, _ granteeID: String?, _ arn: String, _ id: String) -> Bool {
        if grantee.hasPrefix("arn:aws:sts:") { return false }
        if let granteeID { return granteeID == id }
        return grantee == arn
    }

    private static func constraintsHold(_ grant: Grant, _ context: [Grant.Pair]) -> Bool {
        func isIn(_ pair: Grant.Pair, _ pairs: [Grant.Pair]) -> Bool {
            // The case of keys does not count, that of values does. Two ways to write an accent are two texts.
            pairs.contains {
                $0.key.lowercased().utf8.elementsEqual(pair.key.lowercased().utf8)
                    && $0.value.utf8.elementsEqual(pair.value.utf8)
            }
        }
        if let equal = grant.contextEquals {
            guard equal.count == context.count, equal.allSatisfy({ isIn($0, context) }) else { return false }
        }
        if let subset = grant.contextSubset {
            guard subset.allSatisfy({ isIn($0, context) }) else { return false }
        }
        return true
    }
}
