import KeyCrypto
import Records

/// Ids and secrets in the forms that AWS gives them
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
extension Randomness {
    /// 80 random bits.
    func accessKeyID() -> String { uniqueID("AKIA", characters: 16) }

    /// 80 random bits.
    func temporaryAccessKeyID() -> String { uniqueID("ASIA", characters: 16) }

    /// 85 random bits.
    func uniqueID(of kind: EntityKind) -> String { uniqueID(kind.idPrefix, characters: 17) }

    /// 240 random bits as 40 characters.
    func secretAccessKey() -> HeldSecret {
        HeldSecret(
            SecretBytes(count: 40) { characters in
                fill(characters)
                for index in characters.indices { characters[index] = base64Digits[Int(characters[index] & 63)] }
            })
    }

    private func uniqueID(_ prefix: String, characters: Int) -> String {
        prefix + String(decoding: bytes(characters).map { base32Digits[Int($0 & 31)] }, as: UTF8.self)
    }
}

private let base32Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
