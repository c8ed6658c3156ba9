import KMSModel
import KeyCrypto

/// What a key is good for.
enum UsageRules {
    /// The checks of operations that use a key, in AWS's order: usage, state, and then the algorithm.
    static func check(_ operation: KMSOperation, _ key: Key, _ usage: KeyUsageType) throws(Failure) {
        guard key.record.usage == usage else { throw .usage(key, operation) }
        try StateRules.check(operation, key)
    }

    /// Without an algorithm, encryption is symmetric.
    static func checkEncryption(
        _ operation: KMSOperation, _ key: Key, _ algorithm: EncryptionAlgorithmSpec? = nil
    ) throws(Failure) {
        try check(operation, key, .encryptDecrypt)
        let algorithm = algorithm ?? .symmetricDefault
        guard algorithms(key).encryption?.contains(algorithm) == true else {
            throw .algorithm(algorithm.rawValue, key)
        }
    }

    static func checkSigning(
        _ operation: KMSOperation, _ key: Key, _ algorithm: SigningAlgorithmSpec
    ) throws(Failure) {
        try check(operation, key, .signVerify)
        guard algorithms(key).signing?.contains(algorithm) == true else { throw .algorithm(algorithm.rawValue, key) }
    }

    static func checkMAC(_ operation: KMSOperation, _ key: Key, _ algorithm: MacAlgorithmSpec) throws(Failure) {
        try check(operation, key, .generateVerifyMac)
        guard algorithms(key).mac?.contains(algorithm) == true else { throw .algorithm(algorithm.rawValue, key) }
    }

    /// Automatic rotation is for symmetric encryption keys with key material made here.
    static func checkRotation(_ key: Key) throws(Failure) {
        try checkOnDemandRotation(key)
        guard key.record.origin != .external else { throw .origin(key) }
    }

    /// Rotation on demand is for symmetric encryption keys.
    static func checkOnDemandRotation(_ key: Key) throws(Failure) {
        guard key.record.spec == .symmetricDefault, key.record.usage == .encryptDecrypt else {
            throw .refused(.unsupportedOperationException)
        }
    }

    private static func algorithms(_ key: Key) -> SpecRules.Algorithms {
        SpecRules.algorithms(key.record.spec, key.record.usage)
    }
}
