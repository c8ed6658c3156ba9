import COpenSSL

extension EVPKey {
    /// A key from PKCS#8 DER with nothing after it. Says nothing about its numbers: `checkNumbers` does.
    convenience init(_ spec: AsymmetricKeySpec, pkcs8: borrowing SecretBytes) throws(CryptoError) {
        let key = try pkcs8.withUnsafeBytes { bytes throws(CryptoError) in try Self.parse(pkcs8: bytes) }
        try self.init(spec, owning: key)
    }

    /// A public key from SubjectPublicKeyInfo. What OpenSSL would write otherwise is refused: other encodings of the
    /// same key, compressed points, curves spelled out, bytes after the key.
    convenience init(_ spec: AsymmetricKeySpec, publicDER der: [UInt8]) throws(CryptoError) {
        let parsed = der.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            return d2i_PUBKEY(nil, &next, bytes.count)
        }
        try self.init(spec, owning: unwrapped(parsed, or: .invalidKey))
        if spec.family != .rsa { try checkPoint() }
        guard try publicKeyDER() == der else { throw .invalidKey }
    }

    /// Whether the public point is on the curve and not its neutral element.
    private func checkPoint() throws(CryptoError) {
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_public_check_quick(context.pointer), or: .invalidKey)
    }

    private static func parse(pkcs8 bytes: UnsafeRawBufferPointer) throws(CryptoError) -> OpaquePointer {
        let start = bytes.bindMemory(to: UInt8.self).baseAddress
        var next = start
        let info = try unwrapped(d2i_PKCS8_PRIV_KEY_INFO(nil, &next, bytes.count), or: .invalidKey)
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        guard next == start.map({ $0 + bytes.count }) else { throw .invalidKey }
        return try unwrapped(EVP_PKCS82PKEY(info), or: .invalidKey)
    }
}

extension EVPKey: NativePrivateKey {
    func material() throws(CryptoError) -> SecretBytes { try pkcs8() }

    func pkcs8() throws(CryptoError) -> SecretBytes {
        let info = try unwrapped(EVP_PKEY2PKCS8(pointer))
        // It overwrites the key that it frees.
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        let length = i2d_PKCS8_PRIV_KEY_INFO(info, nil)
        guard length > 0 else { throw .libraryFailure }
        return try SecretBytes(count: Int(length)) { bytes throws(CryptoError) in
            var next = bytes.bindMemory(to: UInt8.self).baseAddress
            guard i2d_PKCS8_PRIV_KEY_INFO(info, &next) == length else { throw .libraryFailure }
        }
    }

    func publicKeyDER() throws(CryptoError) -> [UInt8] {
        let length = i2d_PUBKEY(pointer, nil)
        guard length > 0 else {
            ERR_clear_error()
            throw .libraryFailure
        }
        var der = [UInt8](repeating: 0, count: Int(length))
        let written = der.withUnsafeMutableBufferPointer { bytes in
            var next = bytes.baseAddress
            return i2d_PUBKEY(pointer, &next)
        }
        guard written == length else { throw .libraryFailure }
        return der
    }
}
