import IAMPolicy
import KMSModel
import Records

/// A request whose caller may make it. Only the authorizer makes one, and an operation runs on nothing else.
struct Authorized<Op: Operation>: Sendable {
    let input: Op.Input
    let subject: Op.Subject

    fileprivate init(input: Op.Input, subject: Op.Subject) {
        self.input = input
        self.subject = subject
    }
}

/// Decides who may do what: by key policies, the caller's own policies, and grants
/// (https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html). The decision itself is `IAMPolicy`'s.
enum Authorizer {
    static func authorize<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ subject: Op.Subject, in call: Call
    ) async throws(Failure) -> Authorized<Op> {
        for permission in Op.permissions(input, subject) {
            if case .denied(let denial) = try await decide(type, permission, input, subject, in: call) {
                throw refusal(denial, permission, in: call)
            }
        }
        // Last: that a bad token is noticed would tell a stranger that there is such a key.
        if let tokens = Op.grantTokens(input) { try await GrantRules.checkTokens(tokens, in: call) }
        return Authorized(input: input, subject: subject)
    }

    private static func decide<Op: Operation>(
        _ type: Op.Type, _ permission: Permission, _ input: Op.Input, _ subject: Op.Subject, in call: Call
    ) async throws(Failure) -> Decision {
        if let key = permission.key, key.record.account != call.caller.account, !permission.isForOtherAccounts {
            return .denied(.implicit(.resourceBased))
        }
        var context = KeyContext<Op>(input, permission, in: call)
        var decision = IAMPolicy.decide(try request(permission, context, call), by: call.caller.requester)
        if context.isIncomplete, let key = permission.key {
            context = KeyContext(
                input, permission, in: call, aliases: try await call.keys.aliasNames(of: key),
                daysWithoutUsage: try await daysWithoutUsage(of: key, in: call))
            decision = IAMPolicy.decide(try request(permission, context, call), by: call.caller.requester)
        }
        guard case .denied(.implicit) = decision, let key = permission.key,
            let match = try await grant(type, for: permission, on: key, input, subject, in: call)
        else { return decision }
        return IAMPolicy.decide(try request(permission, context, call), by: call.caller.requester, grants: match)
    }

    private static func request(
        _ permission: Permission, _ context: any ConditionContext, _ call: Call
    ) throws(Failure) -> AccessRequest {
        switch permission.resource {
        case .key(let key):
            // Without a policy, identity policies would decide alone.
            guard let policy = permission.policy ?? key.policy else {
                throw .record(.undecodable(key.record.recordID))
            }
            return AccessRequest(
                action: permission.policyAction, resource: key.arn, resourceAccount: key.record.account,
                resourcePolicy: policy, context: context)
        case .alias(let arn):
            return AccessRequest(
                action: permission.policyAction, resource: arn, resourceAccount: call.caller.account,
                resourcePolicy: nil, context: context)
        case .account:
            return AccessRequest(
                action: permission.policyAction, resource: "*", resourceAccount: call.caller.account,
                resourcePolicy: nil, context: context)
        }
    }

    /// Whole days since the last use, or since the key was made if there was none.
    static func daysWithoutUsage(of key: Key, in call: Call) async throws(Failure) -> Int {
        let use = try await stored { () throws(RecordError) in
            try await call.environment.usage.lastUse(of: key, in: call.keys.store)
        }
        return Int(max(0, call.now - (use?.time ?? key.record.created)) / millisecondsPerDay)
    }
}

// MARK: Grants

extension Authorizer {
    private static func grant<Op: Operation>(
        _ type: Op.Type, for permission: Permission, on key: Key, _ input: Op.Input, _ subject: Op.Subject,
        in call: Call
    ) async throws(Failure) -> GrantMatch? {
        if let grants = permission.grants {
            return GrantIndex(grants).match(
                operation: permission.action, requester: call.caller.requester, encryptionContext: [], sourceARN: nil)
        }
        guard let operation = GrantOperation(rawValue: permission.action) else { return nil }
        if operation == .createGrant { return try await call.grants.parent(of: input, on: key, in: call) }
        let context = Op.encryptionContext(input, permission)?.pairs.map { ($0.key, $0.value) } ?? []
        return try await call.grants.index(for: call.caller.requester, on: key).match(
            operation: permission.action, requester: call.caller.requester, encryptionContext: context,
            sourceARN: call.caller.sourceARN)
    }
}

// MARK: Refusals

extension Authorizer {
    private static func refusal(_ denial: Denial, _ permission: Permission, in call: Call) -> Failure {
        guard isHidden(denial, permission, in: call) else {
            let resource =
                switch permission.resource {
                case .key(let key):
                    permission.isKeyNamed ? "resource: \(key.arn)" : "the resource associated with this ciphertext"
                case .alias(let arn): "resource: \(arn)"
                case .account: "resource: *"
                }
            return .refused(
                .accessDeniedException,
                denial.message(user: call.caller.arn, action: permission.policyAction, resource: resource))
        }
        return permission.isKeyNamed ? unknownResource(permission.action, call.caller) : .unknownCiphertextKey
    }

    /// Whether the answer is the one for what does not exist: to whoever a key of another account does not let in, whatever
    /// his own policies say besides.
    private static func isHidden(_ denial: Denial, _ permission: Permission, in call: Call) -> Bool {
        guard let key = permission.key, key.record.account != call.caller.account else { return false }
        guard case .explicit = denial, !denial.isOfResource, let policy = permission.policy ?? key.policy else {
            return denial.isOfResource
        }
        return !KeyPolicy.letsIn(call.caller, policy, to: permission.policyAction, on: key.arn, of: key.record.account)
    }

    /// What is answered for every key of another account, whether it exists or not, and for one of the own account that
    /// does not exist to a caller who could not use it if it did.
    static func unknownResource(_ action: String, _ caller: Caller) -> Failure {
        .refused(
            .accessDeniedException,
            "User: \(caller.arn) is not authorized to perform: kms:\(action) on this resource because the resource "
                + "does not exist in this Region, no resource-based policies allow access, or a resource-based policy "
                + "explicitly denies access")
    }

    /// The answer to a request for what does not exist in the caller's account: that it does not, if the caller's own
    /// policies would let him know.
    /// `arn`: the key's; for an alias that of any key of its account and Region.
    /// `action`: for example `Encrypt`.
    static func absence(_ failure: Failure, of arn: String, _ action: String, in call: Call) -> Failure {
        isAllowedByOwnPolicies(action, on: arn, in: call) ? failure : unknownResource(action, call.caller)
    }

    /// Whether the caller's own policies let him do something with what is in his account and has no policy itself.
    static func isAllowedByOwnPolicies(_ action: String, on arn: String, in call: Call) -> Bool {
        let request = AccessRequest(
            action: "kms:\(action)", resource: arn, resourceAccount: call.caller.account, resourcePolicy: nil,
            context: call.caller.context)
        return IAMPolicy.decide(request, by: call.caller.requester).isAllowed
    }
}

extension Denial {
    /// Whether it is the resource's own policy that does not let the caller in.
    fileprivate var isOfResource: Bool {
        switch self {
        case .explicit(let statement): statement.type == .resourceBased
        case .implicit(let type): type == .resourceBased
        }
    }
}
