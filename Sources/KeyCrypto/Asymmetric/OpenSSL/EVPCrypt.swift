import COpenSSL

extension EVPKey {
    func encrypt(
        _ plaintext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm
    ) throws(CryptoError) -> [UInt8] {
        if let limit = plaintextBytesMax(algorithm), plaintext.count > limit { throw .invalidLength }
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_encrypt_init(context.pointer))
        try context.choose(algorithm)
        return try output { EVP_PKEY_encrypt(context.pointer, $0, $1, plaintext, plaintext.count) }
    }

    func decrypt(
        _ ciphertext: [UInt8], _ algorithm: AsymmetricEncryptionAlgorithm
    ) throws(CryptoError) -> [UInt8] {
        let isWhole = spec.modulusBits.map { ciphertext.count == $0 / 8 } ?? isOneSequence(ciphertext)
        guard isWhole else { throw .notAuthentic }
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_decrypt_init(context.pointer))
        try context.choose(algorithm)
        return try output(or: .notAuthentic) {
            EVP_PKEY_decrypt(context.pointer, $0, $1, ciphertext, ciphertext.count)
        }
    }

    /// RFC 8017, section 7.1.1; nil for SM2, which has no limit of its own.
    private func plaintextBytesMax(_ algorithm: AsymmetricEncryptionAlgorithm) -> Int? {
        guard let bits = spec.modulusBits, let hash = algorithm.hash else { return nil }
        return bits / 8 - 2 * hash.bytes - 2
    }
}

extension AsymmetricEncryptionAlgorithm {
    fileprivate var hash: Hash? {
        switch self {
        case .rsaesOaepSha1: .sha1
        case .rsaesOaepSha256: .sha256
        case .sm2pke: nil
        }
    }
}

extension EVPContext {
    /// OAEP: MGF1 with the same hash, no label. SM2 hashes with SM3 unless told otherwise.
    fileprivate borrowing func choose(_ algorithm: AsymmetricEncryptionAlgorithm) throws(CryptoError) {
        guard let hash = algorithm.hash else { return }
        try ensure(EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_OAEP_PADDING))
        try ensure(EVP_PKEY_CTX_set_rsa_oaep_md(pointer, hash.evp))
        try ensure(EVP_PKEY_CTX_set_rsa_mgf1_md(pointer, hash.evp))
    }
}

/// Whether the bytes are an ASN.1 SEQUENCE and nothing else: OpenSSL lets bytes follow.
private func isOneSequence(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
        var next = buffer.baseAddress
        var (length, tag, tagClass) = (0, Int32(0), Int32(0))
        let flags = ASN1_get_object(&next, &length, &tag, &tagClass, buffer.count)
        guard flags & 0x80 == 0, tag == V_ASN1_SEQUENCE, let start = buffer.baseAddress, let content = next else {
            ERR_clear_error()
            return false
        }
        return content - start + length == buffer.count
    }
}
