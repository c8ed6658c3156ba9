import KMSModel

/// One thing a caller needs to be allowed: an action, on a key or on the account as a whole.
struct Permission: Sendable {
    /// For example `Encrypt`; in policies `kms:Encrypt`.
    let action: String
    let key: Key?
    /// Whether the request named the key itself; if not, the key was found in a ciphertext.
    let isKeyNamed: Bool

    init(_ operation: KMSOperation, on key: Key?, isKeyNamed: Bool = true) {
        self.init(action: operation.rawValue, on: key, isKeyNamed: isKeyNamed)
    }

    init(action: String, on key: Key?, isKeyNamed: Bool = true) {
        self.action = action
        self.key = key
        self.isKeyNamed = isKeyNamed
    }
}

/// A request whose caller may make it. Only the authorizer makes one, and an operation runs on nothing else.
struct Authorized<Op: Operation>: Sendable {
    let input: Op.Input
    let subject: Op.Subject

    fileprivate init(input: Op.Input, subject: Op.Subject) {
        self.input = input
        self.subject = subject
    }
}

/// Decides who may do what. Until policies are evaluated: an account's own callers may do everything with its customer
/// managed keys, and see, but not use or change, its AWS managed keys, as those keys' policies have it.
enum Authorizer {
    static func authorize<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ subject: Op.Subject, in call: Call
    ) throws(Failure) -> Authorized<Op> {
        for permission in Op.permissions(input, subject) {
            guard let key = permission.key else { continue }
            guard key.record.account == call.caller.account else {
                throw foreignAccount(permission.action, call.caller)
            }
            if key.record.manager == .aws, !isAllowedOnManagedKeys(permission.action) {
                throw notAllowed(permission, key, call)
            }
        }
        return Authorized(input: input, subject: subject)
    }

    /// What is answered for every key of another account, whether it exists or not.
    static func foreignAccount(_ action: String, _ caller: Caller) -> Failure {
        .refused(
            .accessDeniedException,
            "User: \(caller.arn) is not authorized to perform: kms:\(action) on this resource because the resource "
                + "does not exist in this Region, no resource-based policies allow access, or a resource-based policy "
                + "explicitly denies access")
    }

    private static func notAllowed(_ permission: Permission, _ key: Key, _ call: Call) -> Failure {
        let resource =
            permission.isKeyNamed ? "resource: \(key.arn)" : "the resource associated with this ciphertext"
        return .refused(
            .accessDeniedException,
            "User: \(call.caller.arn) is not authorized to perform: kms:\(permission.action) on \(resource) because "
                + "no resource-based policy allows the kms:\(permission.action) action")
    }

    /// What the policy of an AWS managed key allows its account.
    private static func isAllowedOnManagedKeys(_ action: String) -> Bool {
        action == KMSOperation.revokeGrant.rawValue
            || ["Describe", "Get", "List"].contains { action.utf8.starts(with: $0.utf8) }
    }
}
