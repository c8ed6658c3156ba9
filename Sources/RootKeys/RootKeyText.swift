import KeyCrypto

/// What a root key's file says, one of two kinds:
///
///     trent root key 1                        trent root key 1
///     kind: file                              kind: passphrase
///     key: HEX (32 bytes)                     argon2id-operations: 3
///     checksum: HEX                           argon2id-memory-bytes: 268435456
///                                             salt: HEX (16 bytes)
///                                             sealed-key: HEX (76 bytes)
///                                             checksum: HEX
///
/// The checksum is the SHA-256 of all before its line. It tells damage from a wrong passphrase; it is no protection.
enum RootKeyText {
    case plain(HeldSecret)
    case sealed(SealedRootKey)

    static let title = "trent root key "
    static let version = "1"
}

extension RootKeyText {
    func encoded() -> SecretBytes {
        var text = TextWriter()
        text.line(Self.title + Self.version)
        switch self {
        case .plain(let key):
            text.line("kind: file")
            key.bytes.withUnsafeBytes { text.field("key", hex: $0) }
        case .sealed(let sealed):
            text.line("kind: passphrase")
            text.line("argon2id-operations: \(sealed.cost.operations)")
            text.line("argon2id-memory-bytes: \(sealed.cost.memoryBytes)")
            sealed.salt.withUnsafeBytes { text.field("salt", hex: $0) }
            sealed.box.withUnsafeBytes { text.field("sealed-key", hex: $0) }
        }
        return text.finish()
    }
}

extension RootKeyText {
    enum Problem: Error {
        case malformed
        case newer
    }

    static func decode(_ text: borrowing SecretBytes, keyBytes: Int) throws(Problem) -> RootKeyText {
        try text.withUnsafeBytes { bytes throws(Problem) in
            guard var reader = TextReader(checking: bytes) else { throw .malformed }
            guard let title = reader.line(after: Self.title) else { throw .malformed }
            guard title == Self.version else { throw .newer }
            guard let decoded = decode(&reader, keyBytes: keyBytes), reader.isAtEnd else { throw .malformed }
            return decoded
        }
    }

    private static func decode(_ reader: inout TextReader, keyBytes: Int) -> RootKeyText? {
        switch reader.line(after: "kind: ") {
        case "file": reader.secret("key", count: keyBytes).map { .plain($0) }
        case "passphrase": decodeSealed(&reader, keyBytes: keyBytes).map { .sealed($0) }
        default: nil
        }
    }

    private static func decodeSealed(_ reader: inout TextReader, keyBytes: Int) -> SealedRootKey? {
        guard let operations = reader.line(after: "argon2id-operations: ").flatMap({ UInt64($0) }),
            let memoryBytes = reader.line(after: "argon2id-memory-bytes: ").flatMap({ Int($0) }),
            let cost = PassphraseCost(operations: operations, memoryBytes: memoryBytes),
            let salt = reader.bytes("salt", count: PassphraseCost.saltBytes),
            let box = reader.bytes("sealed-key", count: keyBytes + MessageCipher.overheadBytes)
        else { return nil }
        return SealedRootKey(cost: cost, salt: salt, box: box)
    }
}
