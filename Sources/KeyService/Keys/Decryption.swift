import AWSJSON
import KMSModel
import KeyCrypto

/// What a request to decrypt is about: a ciphertext, and the key that it names or that the caller named.
struct Decryption: Sendable {
    let key: Key
    let isKeyNamed: Bool
    /// Nil if the ciphertext is not one of a symmetric key, or isn't to be looked at.
    let blob: CiphertextBlob?

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
            let action = call.operation == .reEncrypt ? "ReEncryptFrom" : nil
            let key = try await Resolver.key(identifier, acceptsAliases: true, for: action, in: call)
            return Decryption(key: key, isKeyNamed: true, blob: blob)
        }
        // An asymmetric key's ciphertext does not tell which key it is for.
        if request.ignoresCiphertext || (request.algorithm ?? .symmetricDefault) != .symmetricDefault {
            throw missing("keyId")
        }
        guard let blob else { throw .invalidCiphertext }
        return Decryption(key: try await key(of: blob, in: call), isKeyNamed: false, blob: blob)
    }

    func check(_ request: Request, in call: Call) async throws(Failure) {
        if let blob, blob.keyID != key.binaryID || blob.account != key.accountNumber { throw .incorrectKey }
        try UsageRules.checkEncryption(call.operation, key, request.algorithm)
        try Cipher.checkContext(request.context, request.algorithm)
        if request.dryRun == true, !request.ignoresCiphertext { _ = try await plaintext(request, in: call) }
    }

    func plaintext(_ request: Request, in call: Call) async throws(Failure) -> [UInt8] {
        if let algorithm = request.algorithm, algorithm != .symmetricDefault {
            return try await AsymmetricCipher.decrypt(
                request.ciphertext?.bytes ?? [], under: key, algorithm, in: call)
        }
        guard let blob else { throw .invalidCiphertext }
        return try await SymmetricCipher.decrypt(blob, under: key, context: request.context, in: call)
    }

    /// A key that can't be found and one of another account that does not let the caller in are answered alike.
    private static func key(of blob: CiphertextBlob, in call: Call) async throws(Failure) -> Key {
        var place = call.place
        if blob.account != UInt64(place.account) { place.account = accountID(blob.account) }
        guard let key = try await call.keys.key(blob.keyID.text, in: place) else { throw .unknownCiphertextKey }
        return key
    }

    private static func missing(_ member: String) -> Failure {
        .validation(
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: "
                + "Member must not be null")
    }
}
