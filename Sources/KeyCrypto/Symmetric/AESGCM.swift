import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) by OpenSSL: a 32-byte key, a 12-byte nonce, a 16-byte tag.
enum AESGCM {
    static let keyBytes = 32
    static let nonceBytes = 12
    static let tagBytes = 16

    /// Writes ciphertext and tag.
    ///
    /// `target`: `tagBytes` longer than the message.
    static func seal(
        _ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, into target: UnsafeMutableRawBufferPointer
    ) {
        precondition(target.count == message.count + tagBytes, "a sealed message is as long as message and tag")
        let context = CipherContext(key, nonce, isSealing: true)
        context.authenticate(associatedData)
        context.crypt(message, into: target)
        let isDone = context.finish()
        let tag = target.baseAddress.map { $0 + message.count }
        precondition(isDone && context.tag(EVP_CTRL_AEAD_GET_TAG, tag), "OpenSSL can't seal")
    }

    /// Opens what `seal` made.
    ///
    /// `target`: `tagBytes` shorter than what was sealed. If the tag is wrong, it ends with zeros.
    /// - Returns: whether this was made with this key, nonce and associated data.
    static func open(
        _ sealed: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, into target: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let start = sealed.baseAddress, sealed.count == target.count + tagBytes else { return false }
        let context = CipherContext(key, nonce, isSealing: false)
        context.authenticate(associatedData)
        context.crypt(UnsafeRawBufferPointer(start: start, count: target.count), into: target)
        let tag = UnsafeMutableRawPointer(mutating: start + target.count)
        if context.tag(EVP_CTRL_AEAD_SET_TAG, tag), context.finish() { return true }
        wipe(target)
        return false
    }
}

/// OpenSSL's context of one message. It overwrites the key when it ends.
private struct CipherContext: ~Copyable {
    private let pointer: OpaquePointer

    /// Looked up once: that takes longer than to encrypt.
    private static let cipher = Cipher(pointer: EVP_CIPHER_fetch(nil, "AES-256-GCM", nil))

    /// Never changes.
    private struct Cipher: @unchecked Sendable {
        let pointer: OpaquePointer?
    }

    init(_ key: UnsafeRawBufferPointer, _ nonce: Span<UInt8>, isSealing: Bool) {
        precondition(key.count == AESGCM.keyBytes && nonce.count == AESGCM.nonceBytes, "AES-256-GCM's lengths")
        guard let pointer = EVP_CIPHER_CTX_new() else { preconditionFailure("no memory for a cipher") }
        self.pointer = pointer
        let isReady = nonce.withUnsafeBufferPointer { nonce in
            EVP_CipherInit_ex2(
                pointer, Self.cipher.pointer, key.bindMemory(to: UInt8.self).baseAddress, nonce.baseAddress,
                isSealing ? 1 : 0, nil)
        }
        precondition(isReady == 1, "OpenSSL has no AES-256-GCM")
    }

    deinit { EVP_CIPHER_CTX_free(pointer) }

    func authenticate(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { update(UnsafeRawBufferPointer($0), into: nil) }
    }

    func crypt(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
        update(bytes, into: target.bindMemory(to: UInt8.self).baseAddress)
    }

    /// - Returns: when opening, whether the tag is right.
    func finish() -> Bool {
        var (none, length) = (UInt8(0), Int32(0))
        let status = EVP_CipherFinal_ex(pointer, &none, &length)
        if status != 1 { ERR_clear_error() }
        return status == 1
    }

    func tag(_ command: Int32, _ bytes: UnsafeMutableRawPointer?) -> Bool {
        EVP_CIPHER_CTX_ctrl(pointer, command, Int32(AESGCM.tagBytes), bytes) == 1
    }

    /// OpenSSL counts in 32 bits.
    private func update(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>?) {
        var start = 0
        while start < bytes.count {
            let count = min(bytes.count - start, 1 << 30)
            var length: Int32 = 0
            let source = bytes.bindMemory(to: UInt8.self).baseAddress.map { $0 + start }
            let status = EVP_CipherUpdate(pointer, target.map { $0 + start }, &length, source, Int32(count))
            precondition(status == 1 && length == count, "OpenSSL can't encrypt")
            start += count
        }
    }
}
