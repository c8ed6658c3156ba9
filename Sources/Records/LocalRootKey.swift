public import KeyCrypto

/// A root key whose 32 bytes are in this process's memory, wherever they came from.
public final class LocalRootKey: RootKey {
    public let id: String
    private let key: SecretBytes
    private let randomness: any Randomness

    public static let byteCount = 32
    private static let label = "trent root key wrap v1"

    /// `key`: 32 uniformly random bytes.
    public init(_ key: consuming SecretBytes, randomness: any Randomness) {
        precondition(key.count == Self.byteCount, "a root key has \(Self.byteCount) bytes")
        id = String(KeyMaterialID(of: key, keyID: Self.idSource).hex.prefix(32))
        self.key = key
        self.randomness = randomness
    }

    /// A new random root key.
    public convenience init(randomness: any Randomness) {
        self.init(SecretBytes(count: Self.byteCount) { randomness.fill($0) }, randomness: randomness)
    }

    public func wrap(_ key: borrowing SecretBytes, context: [UInt8]) async throws(RootKeyError) -> [UInt8] {
        key.withUnsafeBytes {
            MessageCipher.seal(
                $0, under: self.key, label: Self.label, associatedData: context,
                fresh: randomness.bytes(MessageCipher.freshBytes))
        }
    }

    public func unwrap(_ wrapped: [UInt8], context: [UInt8]) async throws(RootKeyError) -> HeldSecret {
        do throws(CryptoError) {
            return try MessageCipher.openSecret(
                wrapped[...], under: key, label: Self.label, associatedData: context)
        } catch {
            throw .cannotUnwrap
        }
    }

    private static let idSource = BinaryKeyID.rootKey
}
