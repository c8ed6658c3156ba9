import Crypto

/// The 32-byte key, derived from a secret access key, that signs the requests of one day, Region and service.
/// Its memory is overwritten when the last copy goes.
public struct SigningKey: Sendable {
    let key: SymmetricKey

    /// HMAC-SHA-256 four times over
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, step 4).
    /// - Parameters:
    ///   - secret: the secret access key as UTF-8.
    ///   - scope: what the key is good for.
    /// - Returns: the key.
    public static func derive(secret: UnsafeRawBufferPointer, scope: CredentialScope) -> SigningKey {
        var prefixed = Array("AWS4".utf8)
        prefixed.reserveCapacity(4 + secret.count)
        prefixed.append(contentsOf: secret)
        let first = SymmetricKey(data: prefixed)
        prefixed.withUnsafeMutableBytes(overwrite)
        let dated = step(first, scope.date)
        let placed = step(dated, scope.region)
        return SigningKey(key: step(step(placed, scope.service), CredentialScope.terminator))
    }

    /// The same for a secret that is a string, which is not overwritten.
    public static func derive(secret: String, scope: CredentialScope) -> SigningKey {
        var secret = secret
        return secret.withUTF8 { derive(secret: UnsafeRawBufferPointer($0), scope: scope) }
    }

    func sign(_ message: [UInt8]) -> HMAC<SHA256>.MAC { HMAC<SHA256>.authenticationCode(for: message, using: key) }

    private static func step(_ key: SymmetricKey, _ text: String) -> SymmetricKey {
        SymmetricKey(data: SigningKey(key: key).sign(Array(text.utf8)))
    }
}

/// Not inlined, so that the compiler does not see that nobody reads the zeros.
@inline(never)
private func overwrite(_ bytes: UnsafeMutableRawBufferPointer) {
    for index in bytes.indices { bytes[index] = 0 }
}
