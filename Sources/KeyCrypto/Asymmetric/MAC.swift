import COpenSSL
import Crypto

/// MAC algorithms of KMS. <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html>
public enum MACAlgorithm: String, CaseIterable, Sendable {
    case hmacSha224 = "HMAC_SHA_224"
    case hmacSha256 = "HMAC_SHA_256"
    case hmacSha384 = "HMAC_SHA_384"
    case hmacSha512 = "HMAC_SHA_512"
}

/// HMAC (FIPS 198-1).
public enum MAC {
    /// 28, 32, 48 or 64 bytes.
    public static func compute(
        _ algorithm: MACAlgorithm, _ message: [UInt8], with key: borrowing SecretBytes
    ) -> [UInt8] {
        key.withUnsafeBytes { key in
            switch algorithm {
            case .hmacSha224: hmacSha224(message, key)
            case .hmacSha256: hmac(SHA256.self, message, key)
            case .hmacSha384: hmac(SHA384.self, message, key)
            case .hmacSha512: hmac(SHA512.self, message, key)
            }
        }
    }

    /// Whether this is the message's MAC, compared in constant time; one of another length is not.
    public static func isValid(
        _ mac: [UInt8], _ algorithm: MACAlgorithm, _ message: [UInt8], with key: borrowing SecretBytes
    ) -> Bool {
        let right = compute(algorithm, message, with: key)
        return mac.count == right.count && CRYPTO_memcmp(mac, right, right.count) == 0
    }

    private static func hmac<Function: HashFunction>(
        _ function: Function.Type, _ message: [UInt8], _ key: UnsafeRawBufferPointer
    ) -> [UInt8] {
        [UInt8](Crypto.HMAC<Function>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    private static func hmacSha224(_ message: [UInt8], _ key: UnsafeRawBufferPointer) -> [UInt8] {
        var mac = [UInt8](repeating: 0, count: 28)
        let made = COpenSSL.HMAC(
            EVP_sha224(), key.baseAddress, Int32(key.count), message, message.count, &mac, nil)
        precondition(made != nil, "no memory for HMAC")
        return mac
    }
}
