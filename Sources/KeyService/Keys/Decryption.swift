import AWSJSON
import KMSModel
import KeyCrypto

/// What a request to decrypt is about: a ciphertext, and the key that it names or that the caller named.
struct Decryption: Sendable {
    let key: Key
    let isKeyNamed: Bool
    /// nil if the ciphertext can't be read, or isn't to be looked at.
    let blob: CiphertextBlob?
    let isCiphertextIgnored: Bool

    struct Request {
        var ciphertext: Blob?
        var keyIdentifier: String?
        var algorithm: EncryptionAlgorithmSpec?
        var context: StringMap?
        var dryRun: Bool?
        var dryRunModifiers: [DryRunModifierType]?

        /// A dry run that is about rights alone (`DryRunModifiers`).
        var ignoresCiphertext: Bool {
            dryRun == true && dryRunModifiers?.contains(.ignoreCiphertext) == true
        }
    }

    static func resolve(_ request: Request, in call: Call) async throws(Failure) -> Decryption {
        guard request.ciphertext != nil || request.ignoresCiphertext else { throw missing("ciphertextBlob") }
        let ciphertext = request.ignoresCiphertext ? nil : request.ciphertext?.bytes
        let blob = ciphertext.flatMap { try? CiphertextBlob(parsing: $0) }
        if let identifier = request.keyIdentifier {
            let key = try await Resolver.key(identifier, acceptsAliases: true, in: call)
            return Decryption(
                key: key, isKeyNamed: true, blob: blob, isCiphertextIgnored: request.ignoresCiphertext)
        }
        if request.ignoresCiphertext { throw missing("keyId") }
        guard let blob else { throw .invalidCiphertext }
        return Decryption(
            key: try await key(of: blob, in: call), isKeyNamed: false, blob: blob, isCiphertextIgnored: false)
    }

    func check(_ request: Request, in call: Call) async throws(Failure) {
        if let blob, blob.keyID != key.binaryID || blob.account != key.accountNumber { throw .incorrectKey }
        try UsageRules.checkEncryption(call.operation, key, request.algorithm)
        if request.dryRun == true, !isCiphertextIgnored { _ = try await plaintext(request, in: call) }
    }

    func plaintext(_ request: Request, in call: Call) async throws(Failure) -> [UInt8] {
        guard let blob else { throw .invalidCiphertext }
        return try await SymmetricCipher.decrypt(blob, under: key, context: request.context, in: call)
    }

    /// A key that can't be found and one of another account are answered alike.
    private static func key(of blob: CiphertextBlob, in call: Call) async throws(Failure) -> Key {
        guard blob.account == UInt64(call.caller.account),
            let key = try await call.keys.key(blob.keyID.text, in: call.place)
        else { throw .unknownCiphertextKey }
        return key
    }

    private static func missing(_ member: String) -> Failure {
        .validation(
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: "
                + "Member must not be null")
    }
}
