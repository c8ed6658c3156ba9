import Crypto
import FoundationEssentials

public enum CryptoError: Error, Hashable, Sendable {
    /// The sealed bytes were not made with this key and these associated data, or were changed, or are too short.
    case notAuthentic
    /// The bytes are no valid key of the wanted spec.
    case invalidKey
    /// The algorithm, or the form of the message, does not fit the key.
    case notSupported
    /// The message, digest or ciphertext has a length that the algorithm does not take.
    case invalidLength
    /// The library refused a sound call: no memory or no randomness.
    case libraryFailure
}

/// Seals any number of messages under one 256-bit key: AES-256-GCM under a key that is derived for each message.
///
///     box  = salt (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
///     key' = HKDF-Expand-SHA-256(key, label ‖ salt, 32)
///
/// The 224 random bits of salt and nonce make a repetition of both negligible at any number of messages, which random
/// 96-bit nonces alone don't (NIST SP 800-38D, section 8.3: 2^32 messages a key).
public enum MessageCipher {
    public static let saltBytes = 16
    public static let nonceBytes = 12
    public static let tagBytes = 16
    /// How many random bytes a message takes.
    public static let freshBytes = saltBytes + nonceBytes
    /// How much longer a box is than its message.
    public static let overheadBytes = freshBytes + tagBytes

    /// `key`: 32 bytes, uniformly random.
    /// `label`: what kind of message this is; separates the uses of one key from each other.
    /// `associatedData`: authenticated, not part of the box.
    /// `fresh`: `freshBytes` random bytes, never used before.
    public static func seal(
        _ message: UnsafeRawBufferPointer, under key: borrowing SecretBytes, label: String,
        associatedData: [UInt8], fresh: [UInt8]
    ) -> [UInt8] {
        precondition(fresh.count == freshBytes, "a message takes \(freshBytes) random bytes")
        var box = fresh
        box.reserveCapacity(overheadBytes + message.count)
        do {
            let sealed = try AES.GCM.seal(
                message, using: messageKey(key, label: label, salt: fresh[..<saltBytes]),
                nonce: AES.GCM.Nonce(data: fresh[saltBytes...]), authenticating: associatedData)
            box.append(contentsOf: sealed.ciphertext)
            box.append(contentsOf: sealed.tag)
        } catch {
            // The only causes are a wrong nonce length and a message over 64 GiB.
            preconditionFailure("sealing failed: \(error)")
        }
        return box
    }

    public static func seal(
        _ message: [UInt8], under key: borrowing SecretBytes, label: String, associatedData: [UInt8], fresh: [UInt8]
    ) -> [UInt8] {
        var box: [UInt8] = []
        message.withUnsafeBytes {
            box = seal($0, under: key, label: label, associatedData: associatedData, fresh: fresh)
        }
        return box
    }

    /// Opens a box and hands its message out for as long as `body` runs; then the message is overwritten.
    public static func open<R>(
        _ box: ArraySlice<UInt8>, under key: borrowing SecretBytes, label: String, associatedData: [UInt8],
        _ body: (UnsafeRawBufferPointer) -> R
    ) throws(CryptoError) -> R {
        guard box.count >= overheadBytes else { throw .notAuthentic }
        let salt = box.prefix(saltBytes)
        var message: Data
        do {
            let sealed = try AES.GCM.SealedBox(combined: box.dropFirst(saltBytes))
            message = try AES.GCM.open(
                sealed, using: messageKey(key, label: label, salt: salt), authenticating: associatedData)
        } catch {
            throw .notAuthentic
        }
        defer { message.resetBytes(in: message.startIndex..<message.endIndex) }
        return message.withUnsafeBytes { body($0) }
    }

    public static func open(
        _ box: ArraySlice<UInt8>, under key: borrowing SecretBytes, label: String, associatedData: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        try open(box, under: key, label: label, associatedData: associatedData) { [UInt8]($0) }
    }

    /// Opens a box that holds a key.
    public static func openSecret(
        _ box: ArraySlice<UInt8>, under key: borrowing SecretBytes, label: String, associatedData: [UInt8]
    ) throws(CryptoError) -> HeldSecret {
        let length = box.count - overheadBytes
        guard (1...SecretBytes.bytesMax).contains(length) else { throw .notAuthentic }
        return try open(box, under: key, label: label, associatedData: associatedData) { bytes in
            HeldSecret(SecretBytes(count: length) { $0.copyMemory(from: bytes) })
        }
    }

    private static func messageKey(
        _ key: borrowing SecretBytes, label: String, salt: ArraySlice<UInt8>
    ) -> SymmetricKey {
        key.withUnsafeBytes { bytes in
            HKDF<SHA256>.expand(
                pseudoRandomKey: SymmetricKey(data: bytes), info: Array(label.utf8) + salt, outputByteCount: 32)
        }
    }
}
