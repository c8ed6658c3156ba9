import CSodium
import KeyCrypto
import Records

/// What Argon2id (RFC 9106) spends on a passphrase, in libsodium's terms.
struct PassphraseCost: Hashable, Sendable {
    let operations: UInt64
    let memoryBytes: Int

    static let moderate = PassphraseCost(
        checked: UInt64(crypto_pwhash_argon2id_OPSLIMIT_MODERATE), Int(crypto_pwhash_argon2id_MEMLIMIT_MODERATE))
    static let least = PassphraseCost(
        checked: UInt64(crypto_pwhash_argon2id_OPSLIMIT_MIN), Int(crypto_pwhash_argon2id_MEMLIMIT_MIN))

    static let saltBytes = Int(crypto_pwhash_argon2id_SALTBYTES)

    private static let operationsMax: UInt64 = 16
    private static let memoryBytesMax = Int(crypto_pwhash_argon2id_MEMLIMIT_SENSITIVE)

    /// - Returns: nil if it is less than libsodium takes, or more than a server should spend because a file says so.
    init?(operations: UInt64, memoryBytes: Int) {
        guard (Self.least.operations...Self.operationsMax).contains(operations),
            (Self.least.memoryBytes...Self.memoryBytesMax).contains(memoryBytes)
        else { return nil }
        self.init(checked: operations, memoryBytes)
    }

    private init(checked operations: UInt64, _ memoryBytes: Int) {
        self.operations = operations
        self.memoryBytes = memoryBytes
    }
}

/// A root key sealed under a key that was derived from a passphrase.
struct SealedRootKey: Sendable {
    let cost: PassphraseCost
    let salt: [UInt8]
    let box: [UInt8]

    private static let label = "trent root key passphrase v1"
    private static let derivedBytes = 32
    /// Once a process; picks the fastest code for this machine.
    private static let isLibraryReady = sodium_init() >= 0

    init(cost: PassphraseCost, salt: [UInt8], box: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.box = box
    }

    /// - Returns: nil if there is not enough memory.
    init?(
        _ key: borrowing SecretBytes, passphrase: HeldSecret, cost: PassphraseCost, randomness: any Randomness
    ) {
        let salt = randomness.bytes(PassphraseCost.saltBytes)
        guard let derived = Self.derive(passphrase, cost, salt) else { return nil }
        let box = key.withUnsafeBytes {
            MessageCipher.seal(
                $0, under: derived.bytes, label: Self.label, associatedData: [],
                fresh: randomness.bytes(MessageCipher.freshBytes))
        }
        self.init(cost: cost, salt: salt, box: box)
    }

    enum Problem: Error {
        case wrongPassphrase
        case memory
    }

    func open(with passphrase: HeldSecret) throws(Problem) -> HeldSecret {
        guard let derived = Self.derive(passphrase, cost, salt) else { throw .memory }
        do throws(CryptoError) {
            return try MessageCipher.openSecret(
                box[...], under: derived.bytes, label: Self.label, associatedData: [])
        } catch {
            throw .wrongPassphrase
        }
    }

    private static func derive(_ passphrase: HeldSecret, _ cost: PassphraseCost, _ salt: [UInt8]) -> HeldSecret? {
        var isDerived = false
        let derived = HeldSecret(
            SecretBytes(count: derivedBytes) { derived in
                passphrase.bytes.withUnsafeBytes { isDerived = argon2id($0, cost, salt, into: derived) }
            })
        return isDerived ? derived : nil
    }

    private static func argon2id(
        _ passphrase: UnsafeRawBufferPointer, _ cost: PassphraseCost, _ salt: [UInt8],
        into derived: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard Self.isLibraryReady, let phrase = passphrase.bindMemory(to: CChar.self).baseAddress,
            let target = derived.bindMemory(to: UInt8.self).baseAddress
        else { return false }
        return crypto_pwhash_argon2id(
            target, UInt64(derived.count), phrase, UInt64(passphrase.count), salt, cost.operations, cost.memoryBytes,
            crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0
    }
}
