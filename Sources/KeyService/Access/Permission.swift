import IAMPolicy
import KMSModel

/// One thing a caller needs to be allowed: an action on a key, an alias or the account as a whole
/// (https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html).
struct Permission: Sendable {
    enum Resource: Sendable {
        case key(Key)
        /// An alias's ARN. It has no policy of its own: identity policies decide.
        case alias(String)
        /// No resource: identity policies decide, with `*` for it.
        case account
    }

    /// For example `Encrypt`; in policies `kms:Encrypt`.
    let action: String
    let resource: Resource
    /// Whether the request named the key itself; if not, the key was found in a ciphertext.
    let isKeyNamed: Bool
    /// Whether ReEncrypt's two keys are one; nil for other operations.
    var isOnOneKey: Bool?
    /// Where it is asked for, if that is not the Region of the request.
    var region: String?
    /// What decides instead of the key's policy; nil for that.
    var policy: ResourcePolicy?
    /// What decides instead of the key's grants; nil for those.
    var grants: [Grant]?

    init(_ operation: KMSOperation, on key: Key?, isKeyNamed: Bool = true) {
        self.init(action: operation.rawValue, on: key, isKeyNamed: isKeyNamed)
    }

    init(action: String, on key: Key?, isKeyNamed: Bool = true) {
        self.init(action: action, key.map { .key($0) } ?? .account, isKeyNamed: isKeyNamed)
    }

    /// On an alias, which the caller's Region and account have.
    init(_ operation: KMSOperation, alias arn: String) { self.init(action: operation.rawValue, .alias(arn)) }

    private init(action: String, _ resource: Resource, isKeyNamed: Bool = true) {
        self.action = action
        self.resource = resource
        self.isKeyNamed = isKeyNamed
    }

    /// For example `kms:Encrypt`.
    var policyAction: String { "kms:\(action)" }

    var key: Key? { if case .key(let key) = resource { key } else { nil } }

    /// Whether a principal of another account can be allowed it.
    var isForOtherAccounts: Bool { KMSOperation(rawValue: action)?.isForOtherAccounts ?? action.isPartOfReEncrypt }
}

extension String {
    fileprivate var isPartOfReEncrypt: Bool { self == "ReEncryptFrom" || self == "ReEncryptTo" }
}

extension KMSOperation {
    /// Whether a key of another account can be used, if its policy and the caller's own allow it
    /// (the reference's column «Cross-account use»; Encapsulate and Decapsulate as Encrypt and Decrypt).
    var isForOtherAccounts: Bool { Self.forOtherAccounts.contains(self) }

    private static let forOtherAccounts: Set<KMSOperation> = [
        .createGrant, .decapsulate, .decrypt, .deriveSharedSecret, .describeKey, .encapsulate, .encrypt,
        .generateDataKey, .generateDataKeyPair, .generateDataKeyPairWithoutPlaintext, .generateDataKeyWithoutPlaintext,
        .generateMac, .getKeyRotationStatus, .getPublicKey, .listGrants, .reEncrypt, .retireGrant, .revokeGrant, .sign,
        .verify, .verifyMac,
    ]
}
