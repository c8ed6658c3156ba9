import IAMPolicy
import KMSModel
import Records

/// A key policy that may be a key's.
struct AcceptedPolicy: Sendable {
    /// As it was sent; it is given back so.
    var document: String
    /// The users and roles that it names, with their unique ids.
    var principals: [String: String]
}

/// What AWS asks of a key policy before it takes it
/// (https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html).
extension KeyPolicy {
    /// `place`: where the key is, or will be.
    /// `mayLockOut`: whether the caller waives the safety check (`BypassPolicyLockoutSafetyCheck`).
    static func accept(
        _ document: String, for keyID: String, in place: Place, mayLockOut: Bool, _ call: Call
    ) async throws(Failure) -> AcceptedPolicy {
        guard document.utf8.count <= Limits.keyPolicyBytes else {
            throw .refused(
                .limitExceededException, "The key policy is longer than \(Limits.keyPolicyBytes) bytes.")
        }
        let policy = try parse(document)
        try checkSetOperators(policy)
        let principals = try await uniqueIDs(of: policy.namedPrincipals, in: call)
        let resource = ResourcePolicy(document: policy, principalIDs: principals)
        guard mayLockOut || leavesIn(call.caller, resource, on: keyID, in: place) else {
            throw malformed("The new key policy will not allow you to update the key policy in the future.")
        }
        return AcceptedPolicy(document: document, principals: principals)
    }

    private static func parse(_ document: String) throws(Failure) -> PolicyDocument {
        do throws(PolicyError) {
            return try PolicyDocument(parsing: document, as: .resource)
        } catch {
            if case .invalidPrincipal = error { throw invalidPrincipals }
            throw malformed(error.reason)
        }
    }

    /// `ForAllValues` is true of requests that have no value at all, which is hardly what is meant with a key of one value
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html).
    private static func checkSetOperators(_ policy: PolicyDocument) throws(Failure) {
        for key in policy.keysUnderForAllValues.map({ $0.lowercased() }) {
            let what =
                key.utf8.starts(with: "kms:encryptioncontext:".utf8)
                ? "encryption context" : key.utf8.starts(with: "aws:requesttag/".utf8) ? "tag" : nil
            guard let what else { continue }
            throw malformed(
                "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key "
                    + "matches requests without the specified \(what) or with an unspecified \(what). To fix, remove "
                    + "ForAllValues.")
        }
    }

    private static func uniqueIDs(
        of principals: [String], in call: Call
    ) async throws(Failure) -> [String: String] {
        var ids: [String: String] = [:]
        for principal in principals {
            let standing = try await stored { () throws(RecordError) in
                try await call.environment.principals.standing(ofPrincipal: principal)
            }
            guard case .exists(let id) = standing else {
                throw invalidPrincipals
            }
            if let id { ids[principal] = id }
        }
        return ids
    }

    /// Whether a caller could change the key policy again, if his own policies allowed it.
    private static func leavesIn(
        _ caller: Caller, _ policy: ResourcePolicy, on keyID: String, in place: Place
    ) -> Bool {
        letsIn(caller, policy, to: "kms:PutKeyPolicy", on: place.keyARN(keyID), of: place.account)
    }

    /// Whether a caller could do something with a key, if his own policies allowed it, as far as that does not depend on
    /// the rest of the request.
    static func letsIn(
        _ caller: Caller, _ policy: ResourcePolicy, to action: String, on arn: String, of account: String
    ) -> Bool {
        let requester = caller.requester.with(PrincipalPolicies(identity: everythingAllowed))
        let request = AccessRequest(
            action: action, resource: arn, resourceAccount: account, resourcePolicy: policy,
            context: LockoutContext(caller: caller))
        return decide(request, by: requester).isAllowed
    }

    private static let everythingAllowed: [AttachedPolicy] = {
        let text = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
        let document = try? PolicyDocument(parsing: text, as: .identity)
        return document.map { [AttachedPolicy(arn: nil, label: "everything", document: $0)] } ?? []
    }()

    private static let invalidPrincipals = malformed(
        "Policy contains a statement with one or more invalid principals.")

    static func malformed(_ reason: String) -> Failure { .refused(.malformedPolicyDocumentException, reason) }
}

/// How stored key policies decide.
extension KeyPolicy {
    /// - Returns: nil if the policy can't be read.
    static func parsed(_ record: KeyRecord) -> ResourcePolicy? {
        let document = try? PolicyDocument(parsing: record.policy, as: .resource)
        return document.map { ResourcePolicy(document: $0, principalIDs: record.policyPrincipals) }
    }

    /// A policy that leaves everything to the identity policies of some accounts.
    static func delegating(to accounts: [String]) -> ResourcePolicy? {
        let names = Set(accounts).sorted().map { "\"\($0)\"" }.joined(separator: ",")
        let text = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":[\(names)]},"Action":"kms:*",\
            "Resource":"*"}}
            """
        let document = try? PolicyDocument(parsing: text, as: .resource)
        return document.map { ResourcePolicy(document: $0) }
    }
}

extension KeyRecord {
    mutating func set(_ policy: AcceptedPolicy) {
        self.policy = policy.document
        policyPrincipals = policy.principals
    }
}

/// The condition keys that hold for every later change of a key policy by the same caller.
private struct LockoutContext: ConditionContext {
    let caller: Caller

    func values(of key: ConditionKey) -> ConditionValues? {
        switch key.name {
        case "kms:calleraccount": .one(caller.account)
        case "kms:policyname": .one(KeyPolicy.name)
        default: caller.context.values(of: key)
        }
    }
}
