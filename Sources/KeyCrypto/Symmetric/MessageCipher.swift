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
        box.append(contentsOf: repeatElement(0, count: message.count + tagBytes))
        box.withUnsafeMutableBytes { box in
            let target = UnsafeMutableRawBufferPointer(rebasing: box[freshBytes...])
            withMessageKey(key, label: label, salt: fresh.span.extracting(first: saltBytes)) { messageKey in
                AESGCM.seal(
                    message, key: messageKey, nonce: fresh.span.extracting(saltBytes...),
                    authenticating: associatedData.span, into: target)
            }
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

    public static func open(
        _ box: ArraySlice<UInt8>, under key: borrowing SecretBytes, label: String, associatedData: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        guard box.count >= overheadBytes else { throw .notAuthentic }
        var isAuthentic = false
        let message = [UInt8](unsafeUninitializedCapacity: box.count - overheadBytes) { message, count in
            count = box.count - overheadBytes
            isAuthentic = open(
                box, under: key, label: label, associatedData: associatedData,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(message)[..<count]))
        }
        guard isAuthentic else { throw .notAuthentic }
        return message
    }

    /// Opens a box that holds a key. It is never in other memory than that of secrets.
    public static func openSecret(
        _ box: ArraySlice<UInt8>, under key: borrowing SecretBytes, label: String, associatedData: [UInt8]
    ) throws(CryptoError) -> HeldSecret {
        let length = box.count - overheadBytes
        guard (1...SecretBytes.bytesMax).contains(length) else { throw .notAuthentic }
        var isAuthentic = false
        let secret = SecretBytes(count: length) { bytes in
            isAuthentic = open(box, under: key, label: label, associatedData: associatedData, into: bytes)
        }
        guard isAuthentic else { throw .notAuthentic }
        return HeldSecret(secret)
    }

    /// `box`: `overheadBytes` or more.
    /// `target`: `overheadBytes` shorter than the box.
    /// Gives whether the box is authentic.
    private static func open(
        _ box: ArraySlice<UInt8>, under key: borrowing SecretBytes, label: String, associatedData: [UInt8],
        into target: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let span = box.span
        return withMessageKey(key, label: label, salt: span.extracting(first: saltBytes)) { messageKey in
            box.withUnsafeBytes { bytes in
                AESGCM.open(
                    UnsafeRawBufferPointer(rebasing: bytes[freshBytes...]), key: messageKey,
                    nonce: span.extracting(saltBytes..<freshBytes), authenticating: associatedData.span,
                    into: target)
            }
        }
    }

    /// HKDF-Expand (RFC 5869, section 2.3) to as many bytes as one HMAC has: its first block is all of it.
    private static func withMessageKey<R>(
        _ key: borrowing SecretBytes, label: String, salt: Span<UInt8>, _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        var info = Array(label.utf8)
        info.reserveCapacity(info.count + salt.count + 1)
        for index in salt.indices { info.append(salt[index]) }
        info.append(1)
        var messageKey = key.withUnsafeBytes { HMACKey.code(under: $0, info.span, Span()) }
        defer { wipe(&messageKey) }
        return messageKey.withUnsafeBytes { body($0) }
    }
}
