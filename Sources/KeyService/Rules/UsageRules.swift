import KMSModel

/// What a key is good for.
enum UsageRules {
    /// The checks of the operations that encrypt and decrypt, in order: usage, state, algorithm.
    static func checkEncryption(
        _ operation: KMSOperation, _ key: Key, _ algorithm: EncryptionAlgorithmSpec? = nil
    ) throws(Failure) {
        guard key.record.usage == .encryptDecrypt else { throw .usage(key, operation) }
        try StateRules.check(operation, key)
        let algorithm = algorithm ?? .symmetricDefault
        guard algorithm == .symmetricDefault else { throw .algorithm(algorithm.rawValue, key) }
    }

    /// Automatic and on-demand rotation are for symmetric encryption keys with key material made here.
    static func checkRotation(_ key: Key) throws(Failure) {
        guard key.record.spec == .symmetricDefault, key.record.usage == .encryptDecrypt else {
            throw .refused(.unsupportedOperationException)
        }
    }
}
