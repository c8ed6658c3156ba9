import AWSJSON
import KeyCrypto
import Records

/// A session token: all that is known of temporary credentials, sealed, so that nothing of them is stored.
///
///     token = base64(format (1) ‖ box)
///     box   = AES-256-GCM under the store's session token key (`MessageCipher`)
enum SessionToken {
    /// Of the policies and the tags together it is kept below 4096 by `PackedSession`; long names and paths may add to it.
    static let charactersMax = 6144

    private static let format: UInt8 = 1
    private static let label = "trent session token"

    static func seal(_ key: TemporaryAccessKey, under tokenKey: HeldSecret, randomness: any Randomness) -> String {
        var bytes = PackedSession.pack(key)
        defer { wipe(&bytes) }
        let box = MessageCipher.seal(
            bytes, under: tokenKey.bytes, label: label, associatedData: [format],
            fresh: randomness.bytes(MessageCipher.freshBytes))
        return Base64.encode([format] + box)
    }

    /// - Returns: nil if it was not sealed under this key, or was changed.
    static func open(_ token: String, under tokenKey: HeldSecret) -> TemporaryAccessKey? {
        guard token.utf8.count <= charactersMax, let bytes = Base64.decode(token), bytes.first == format else {
            return nil
        }
        do throws(CryptoError) {
            let session = try MessageCipher.openSecret(
                bytes.dropFirst(), under: tokenKey.bytes, label: label, associatedData: [format])
            return session.bytes.withUnsafeBytes { PackedSession.unpack($0) }
        } catch {
            return nil
        }
    }
}
