import KeyCrypto

/// What GetParametersForImport gives the caller to bring back: the private half of the wrapping key, sealed so that only
/// this service can open it, and only for the same key. So nothing about an import that was begun need be stored.
///
///     token  = header (11) ‖ box of MessageCipher over the wrapping key
///     header = format (1) ‖ algorithm (1) ‖ key spec (1) ‖ end of validity, in milliseconds since 1970 (8)
///
/// Associated data: the header, then the ARN of the key to import into.
struct ImportToken: Sendable {
    let algorithm: ImportWrapping
    let wrappingKey: PrivateKey
    let validTo: Int64

    private static let format: UInt8 = 1
    private static let headerBytes = 11
    private static let label = "trent import token v1"

    init(algorithm: ImportWrapping, wrappingKey: PrivateKey, validTo: Int64) {
        self.algorithm = algorithm
        self.wrappingKey = wrappingKey
        self.validTo = validTo
    }

    /// `fresh`: `MessageCipher.freshBytes` random bytes.
    func sealed(for key: Key, with secret: borrowing SecretBytes, fresh: [UInt8]) -> [UInt8] {
        var header = [Self.format, algorithm.code, wrappingKey.spec.code]
        for shift in stride(from: Int64(56), through: 0, by: -8) {
            header.append(UInt8(truncatingIfNeeded: validTo >> shift))
        }
        var box: [UInt8] = []
        wrappingKey.material().withUnsafeBytes {
            box = MessageCipher.seal(
                $0, under: secret, label: Self.label, associatedData: header + key.arn.utf8, fresh: fresh)
        }
        return header + box
    }

    /// - Throws: `notAuthentic` if the token was not made here, was altered, or belongs to another key.
    init(opening token: [UInt8], for key: Key, with secret: borrowing SecretBytes) throws(CryptoError) {
        guard token.count > Self.headerBytes, token[0] == Self.format,
            let algorithm = ImportWrapping(code: token[1]), let spec = AsymmetricKeySpec(code: token[2])
        else { throw .notAuthentic }
        let material = try MessageCipher.openSecret(
            token[Self.headerBytes...], under: secret, label: Self.label,
            associatedData: Array(token[..<Self.headerBytes]) + key.arn.utf8)
        self.algorithm = algorithm
        wrappingKey = try PrivateKey(spec, material: material.bytes)
        validTo = token[3..<Self.headerBytes].reduce(0) { $0 << 8 | Int64($1) }
    }
}

extension ImportWrapping {
    private static let codes: [ImportWrapping] = [
        .rsaesOaepSha1, .rsaesOaepSha256, .rsaAesKeyWrapSha1, .rsaAesKeyWrapSha256, .sm2pke,
    ]

    fileprivate var code: UInt8 { UInt8(Self.codes.firstIndex(of: self) ?? Self.codes.count) }

    fileprivate init?(code: UInt8) {
        guard Self.codes.indices.contains(Int(code)) else { return nil }
        self = Self.codes[Int(code)]
    }
}

extension AsymmetricKeySpec {
    private static let codes: [AsymmetricKeySpec] = [.rsa2048, .rsa3072, .rsa4096, .sm2]

    fileprivate var code: UInt8 { UInt8(Self.codes.firstIndex(of: self) ?? Self.codes.count) }

    fileprivate init?(code: UInt8) {
        guard Self.codes.indices.contains(Int(code)) else { return nil }
        self = Self.codes[Int(code)]
    }
}
