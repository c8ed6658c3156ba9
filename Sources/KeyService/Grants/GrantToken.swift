import AWSJSON
import KMSModel
import KeyCrypto
import Records

/// The text that stands for a grant until the grant is known everywhere
/// (https://docs.aws.amazon.com/kms/latest/developerguide/using-grant-token.html). Each is unique, and all of a grant
/// serve alike.
///
///     token = base64(format (1) ‖ account (8) ‖ key id (17) ‖ grant id (32) ‖ empty box of MessageCipher (44))
///
/// The box is made under the grant's own token key and authenticates what stands before it. A token is valid as long as
/// its grant exists.
struct GrantToken {
    let account: String
    let keyID: String
    let grantID: String
    private let header: [UInt8]
    private let box: ArraySlice<UInt8>

    private static let format: UInt8 = 1
    private static let headerBytes = 1 + 8 + BinaryKeyID.encodedBytes + GrantRecord.idBytes
    private static let label = "trent grant token v1"

    /// A new token of a grant.
    /// - Returns: nil if the grant's record names what can't be.
    static func make(for grant: GrantRecord, _ randomness: any Randomness) -> String? {
        guard let account = UInt64(grant.account), let keyID = BinaryKeyID(grant.keyID),
            let id = Hex.decode(grant.id)
        else { return nil }
        var bytes = [format]
        withUnsafeBytes(of: account.bigEndian) { bytes.append(contentsOf: $0) }
        bytes += [keyID.kind.rawValue] + keyID.bytes + id
        let none: [UInt8] = []
        let box = MessageCipher.seal(
            none, under: grant.tokenSecret, label: label, associatedData: bytes,
            fresh: randomness.bytes(MessageCipher.freshBytes))
        return Base64.encode(bytes + box)
    }

    /// - Returns: nil if the text has not the form of a token.
    init?(parsing text: String) {
        guard let bytes = Base64.decode(text), bytes.count == Self.headerBytes + MessageCipher.overheadBytes,
            bytes[0] == Self.format, let kind = BinaryKeyID.Kind(rawValue: bytes[9]),
            let keyID = BinaryKeyID(kind: kind, bytes: bytes[10..<26])
        else { return nil }
        account = accountID(bytes[1..<9].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        self.keyID = keyID.text
        grantID = Hex.encode(bytes[26..<Self.headerBytes])
        header = Array(bytes[..<Self.headerBytes])
        box = bytes[Self.headerBytes...]
    }

    /// Whether the token was made for this grant.
    func isAuthentic(for grant: GrantRecord) -> Bool {
        let opened = try? MessageCipher.open(
            box, under: grant.tokenSecret, label: Self.label, associatedData: header)
        return opened != nil
    }
}

extension GrantRecord {
    static let idBytes = 32
    static let tokenKeyBytes = 32

    fileprivate var tokenSecret: SecretBytes {
        SecretBytes(count: Self.tokenKeyBytes) { $0.copyBytes(from: tokenKey.prefix(Self.tokenKeyBytes)) }
    }
}
