import KeyCrypto

/// The 32-byte key, derived from a secret access key, that signs the requests of one day, Region and service.
/// Its memory is overwritten when the last copy goes.
public struct SigningKey: Sendable {
    private let key: HMACKey

    /// - Parameters:
    ///   - secret: the secret access key as UTF-8.
    ///   - scope: what the key is good for.
    /// - Returns: the key.
    public static func derive(secret: UnsafeRawBufferPointer, scope: CredentialScope) -> SigningKey {
        var bytes = derivedBytes(secret: secret, scope: scope)
        defer { wipe(&bytes) }
        return SigningKey(key: bytes.withUnsafeBytes { HMACKey($0) })
    }

    /// The same for a secret that is a string, which is not overwritten.
    public static func derive(secret: String, scope: CredentialScope) -> SigningKey {
        var secret = secret
        return secret.withUTF8 { derive(secret: UnsafeRawBufferPointer($0), scope: scope) }
    }

    /// HMAC-SHA-256 four times over
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, step 4).
    static func derivedBytes(secret: UnsafeRawBufferPointer, scope: CredentialScope) -> [UInt8] {
        var key = Array("AWS4".utf8)
        // Grown once: no copy of the secret stays behind.
        key.reserveCapacity(4 + secret.count)
        key.append(contentsOf: secret)
        for part in [scope.date, scope.region, scope.service, CredentialScope.terminator] {
            let next = key.withUnsafeBytes { HMACKey($0).code(Array(part.utf8)) }
            wipe(&key)
            key = next
        }
        return key
    }

    /// The 32 bytes of a signature.
    func sign(_ message: [UInt8]) -> [UInt8] { key.code(message) }
}
