import COpenSSL

/// The extendable hash functions of FIPS 202.
enum SHAKE: Sendable {
    case shake128, shake256

    func output(of message: [UInt8], count: Int) throws(CryptoError) -> [UInt8] {
        let context = try unwrapped(EVP_MD_CTX_new())
        defer { EVP_MD_CTX_free(context) }
        var bytes = [UInt8](repeating: 0, count: count)
        try ensure(EVP_DigestInit_ex(context, function, nil))
        try ensure(EVP_DigestUpdate(context, message, message.count))
        try ensure(EVP_DigestFinalXOF(context, &bytes, count))
        return bytes
    }

    private var function: OpaquePointer? {
        switch self {
        case .shake128: EVP_shake128()
        case .shake256: EVP_shake256()
        }
    }
}
