import COpenSSL

/// What OpenSSL needs to know for one operation with one key.
struct EVPContext: ~Copyable {
    let pointer: OpaquePointer

    init(_ key: EVPKey) throws(CryptoError) {
        pointer = try unwrapped(EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil))
    }

    /// For making a key.
    init(typeName: String) throws(CryptoError) {
        pointer = try unwrapped(EVP_PKEY_CTX_new_from_name(nil, typeName, nil))
    }

    deinit { EVP_PKEY_CTX_free(pointer) }
}

/// OpenSSL says 1 for success; its queue of errors is emptied, since it would otherwise stay with the thread.
func ensure(_ status: Int32, or error: CryptoError = .libraryFailure) throws(CryptoError) {
    guard status == 1 else {
        ERR_clear_error()
        throw error
    }
}

func unwrapped(
    _ pointer: OpaquePointer?, or error: CryptoError = .libraryFailure
) throws(CryptoError) -> OpaquePointer {
    guard let pointer else {
        ERR_clear_error()
        throw error
    }
    return pointer
}

/// The result of a call that is made twice: first for the length it may need, then for the bytes.
func output(
    or error: CryptoError = .libraryFailure,
    _ call: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>) -> Int32
) throws(CryptoError) -> [UInt8] {
    var length = 0
    try ensure(call(nil, &length), or: error)
    var bytes = [UInt8](repeating: 0, count: length)
    try ensure(call(&bytes, &length), or: error)
    bytes.removeLast(bytes.count - length)
    return bytes
}

extension Hash {
    /// OpenSSL's name for it; the object lives as long as the process.
    var evp: OpaquePointer? {
        switch self {
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        case .sha384: EVP_sha384()
        case .sha512: EVP_sha512()
        }
    }
}

extension SecretBytes {
    /// From the generator that OpenSSL keeps for secrets.
    static func fresh(count: Int) throws(CryptoError) -> SecretBytes {
        try SecretBytes(count: count) { bytes throws(CryptoError) in
            try ensure(RAND_priv_bytes(bytes.bindMemory(to: UInt8.self).baseAddress, Int32(bytes.count)))
        }
    }
}
