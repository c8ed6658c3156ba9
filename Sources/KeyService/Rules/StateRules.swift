import KMSModel

/// Which operations a key's state forbids
/// (https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html). What is not listed is allowed.
enum StateRules {
    static func check(_ operation: KMSOperation, _ key: Key) throws(Failure) {
        try check(operation, key.record.state, arn: key.arn)
    }

    static func check(_ operation: KMSOperation, _ state: KeyState, arn: String) throws(Failure) {
        guard let refusal = refusals[operation]?[state] else { return }
        throw refusal.failure(arn: arn)
    }

    private typealias Row = [KeyState: Refusal]

    private static let gone: Row = [
        .pendingDeletion: .pendingDeletion, .pendingReplicaDeletion: .pendingReplicaDeletion,
    ]
    private static let changing: Row = [.creating: .creating, .updating: .updating]
    private static let changeOfState = gone.adding(changing).adding([.pendingImport: .pendingImport])
    private static let rotation = gone.adding([.disabled: .disabled, .creating: .creating])
    private static let cryptographic = rotation.adding([.pendingImport: .pendingImport, .unavailable: .unavailable])
    private static let cancellation: Row = [
        .enabled: .notPendingDeletion, .disabled: .notPendingDeletion, .pendingImport: .notPendingDeletion,
        .unavailable: .notPendingDeletion, .creating: .notPendingDeletion, .updating: .notPendingDeletion,
    ]

    private static let refusals: [KMSOperation: Row] = [
        .encrypt: cryptographic, .decrypt: cryptographic, .reEncrypt: cryptographic,
        .generateDataKey: cryptographic, .generateDataKeyWithoutPlaintext: cryptographic,
        .generateDataKeyPair: cryptographic, .generateDataKeyPairWithoutPlaintext: cryptographic,
        .sign: cryptographic, .verify: cryptographic, .generateMac: cryptographic, .verifyMac: cryptographic,
        .deriveSharedSecret: cryptographic, .encapsulate: cryptographic, .decapsulate: cryptographic,
        .replicateKey: cryptographic.adding(changing), .updatePrimaryRegion: cryptographic,
        .getPublicKey: gone.adding([.pendingImport: .pendingImport, .creating: .creating]),
        .createGrant: rotation.adding([.pendingImport: .pendingImport]),
        .createAlias: gone, .updateAlias: gone, .tagResource: gone, .untagResource: gone, .updateKeyDescription: gone,
        .enableKey: changeOfState, .disableKey: changeOfState,
        .enableKeyRotation: rotation, .disableKeyRotation: rotation,
        .rotateKeyOnDemand: rotation.adding([.pendingImport: .pendingImport]),
        .getParametersForImport: gone.adding(changing),
        .importKeyMaterial: gone.adding([.creating: .creating]), .deleteImportedKeyMaterial: changing,
        .scheduleKeyDeletion: gone.adding([.updating: .updating]),
        .cancelKeyDeletion: cancellation,
    ]
}

private enum Refusal {
    case disabled, pendingDeletion, pendingReplicaDeletion, notPendingDeletion, pendingImport, unavailable, creating
    case updating

    func failure(arn: String) -> Failure {
        switch self {
        case .disabled: .refused(.disabledException, "\(arn) is disabled.")
        case .pendingDeletion: invalidState("\(arn) is pending deletion.")
        case .pendingReplicaDeletion: invalidState("\(arn) is pending replica deletion.")
        case .notPendingDeletion: invalidState("\(arn) is not pending deletion.")
        case .pendingImport: invalidState("\(arn) is pending import.")
        case .unavailable: invalidState("\(arn) is unavailable.")
        case .creating: invalidState("\(arn) is creating.")
        case .updating: invalidState("\(arn) is updating.")
        }
    }

    private func invalidState(_ message: String) -> Failure { .refused(.kmsInvalidStateException, message) }
}

extension [KeyState: Refusal] {
    fileprivate func adding(_ more: Self) -> Self { merging(more) { own, _ in own } }
}
