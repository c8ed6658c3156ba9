import COpenSSL

extension EVPKey {
    func sign(_ input: SigningInput, _ algorithm: SigningAlgorithm) throws(CryptoError) -> [UInt8] {
        switch input {
        case .digest(let digest): try sign(digest, algorithm)
        case .message(let message): try signSM2(message)
        case .mu: throw .notSupported
        }
    }

    private func sign(_ digest: [UInt8], _ algorithm: SigningAlgorithm) throws(CryptoError) -> [UInt8] {
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_sign_init(context.pointer))
        try context.choose(algorithm)
        return try output { EVP_PKEY_sign(context.pointer, $0, $1, digest, digest.count) }
    }

    private func signSM2(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        let context = try SM2Context(self)
        try ensure(EVP_DigestSignInit(context.digest, nil, EVP_sm3(), nil, pointer))
        return try output { EVP_DigestSign(context.digest, $0, $1, message, message.count) }
    }
}

extension EVPKey: NativePublicKey {
    func verify(
        _ signature: [UInt8], of input: SigningInput, _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool {
        // Whatever OpenSSL finds wrong with a signature is left behind in the thread's queue.
        defer { ERR_clear_error() }
        switch input {
        case .digest(let digest): return try verify(signature, of: digest, algorithm)
        case .message(let message): return try verifySM2(signature, of: message)
        case .mu: throw .notSupported
        }
    }

    private func verify(
        _ signature: [UInt8], of digest: [UInt8], _ algorithm: SigningAlgorithm
    ) throws(CryptoError) -> Bool {
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_verify_init(context.pointer))
        try context.choose(algorithm)
        return EVP_PKEY_verify(context.pointer, signature, signature.count, digest, digest.count) == 1
    }

    private func verifySM2(_ signature: [UInt8], of message: [UInt8]) throws(CryptoError) -> Bool {
        let context = try SM2Context(self)
        try ensure(EVP_DigestVerifyInit(context.digest, nil, EVP_sm3(), nil, pointer))
        return EVP_DigestVerify(context.digest, signature, signature.count, message, message.count) == 1
    }
}

extension EVPContext {
    /// Sets the padding of RSA: for PSS a salt as long as the hash, and MGF1 with the same hash. ECDSA and SM2 sign the
    /// digest as it is.
    fileprivate borrowing func choose(_ algorithm: SigningAlgorithm) throws(CryptoError) {
        switch algorithm {
        case .rsassaPkcs1V15Sha256, .rsassaPkcs1V15Sha384, .rsassaPkcs1V15Sha512:
            try ensure(EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_PADDING))
            try ensure(EVP_PKEY_CTX_set_signature_md(pointer, algorithm.hash?.evp))
        case .rsassaPssSha256, .rsassaPssSha384, .rsassaPssSha512:
            try ensure(EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_PSS_PADDING))
            try ensure(EVP_PKEY_CTX_set_signature_md(pointer, algorithm.hash?.evp))
            try ensure(EVP_PKEY_CTX_set_rsa_mgf1_md(pointer, algorithm.hash?.evp))
            try ensure(EVP_PKEY_CTX_set_rsa_pss_saltlen(pointer, RSA_PSS_SALTLEN_DIGEST))
        default: break
        }
    }
}

/// Signing a message with SM2 hashes the signer's identity first; here it is the one that everybody uses who was told
/// no other (GB/T 35276, section 10).
private final class SM2Context {
    let digest: OpaquePointer
    private let key: EVPContext
    private static let identity = [UInt8]("1234567812345678".utf8)

    init(_ evpKey: EVPKey) throws(CryptoError) {
        key = try EVPContext(evpKey)
        digest = try unwrapped(EVP_MD_CTX_new())
        EVP_MD_CTX_set_pkey_ctx(digest, key.pointer)
        try ensure(EVP_PKEY_CTX_set1_id(key.pointer, Self.identity, Int32(Self.identity.count)))
    }

    deinit { EVP_MD_CTX_free(digest) }
}
