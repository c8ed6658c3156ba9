import COpenSSL

/// One RSA, EC or SM2 key, or the public half of one, in OpenSSL's own form. OpenSSL allows any number of threads to
/// use it at once; what belongs to one call is in an `EVPContext`.
final class EVPKey: @unchecked Sendable {
    let spec: AsymmetricKeySpec
    let pointer: OpaquePointer

    /// Takes the pointer over.
    init(_ spec: AsymmetricKeySpec, owning pointer: OpaquePointer) throws(CryptoError) {
        self.spec = spec
        self.pointer = pointer
        guard isOfSpec else { throw .invalidKey }
        if spec.family != .rsa { try writePointsUncompressed() }
    }

    deinit { EVP_PKEY_free(pointer) }

    static func generate(_ spec: AsymmetricKeySpec) throws(CryptoError) -> EVPKey {
        let context = try EVPContext(typeName: spec.typeName)
        try ensure(EVP_PKEY_keygen_init(context.pointer))
        if let bits = spec.modulusBits { try ensure(EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, Int32(bits))) }
        if let group = spec.groupName { try ensure(EVP_PKEY_CTX_set_group_name(context.pointer, group)) }
        var made: OpaquePointer?
        try ensure(EVP_PKEY_generate(context.pointer, &made))
        guard let made else { throw .libraryFailure }
        return try EVPKey(spec, owning: made)
    }

    /// Whether the numbers of the key fit each other: takes up to a second for RSA, whose primes are tested.
    func checkNumbers() throws(CryptoError) {
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_check(context.pointer), or: .invalidKey)
    }

    private var isOfSpec: Bool {
        guard EVP_PKEY_is_a(pointer, spec.typeName) == 1 else { return false }
        if let bits = spec.modulusBits { return EVP_PKEY_get_bits(pointer) == Int32(bits) }
        return groupName == spec.groupName && !isOfExplicitCurve
    }

    /// Otherwise OpenSSL would write a curve's key in the form it was read in.
    private func writePointsUncompressed() throws(CryptoError) {
        let form = OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT
        try ensure(EVP_PKEY_set_utf8_string_param(pointer, form, OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED))
        try ensure(EVP_PKEY_set_int_param(pointer, OSSL_PKEY_PARAM_EC_INCLUDE_PUBLIC, 1))
    }

    private var groupName: String? {
        var name = [UInt8](repeating: 0, count: 64)
        var length = 0
        let status = name.withUnsafeMutableBytes { bytes in
            EVP_PKEY_get_group_name(pointer, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, &length)
        }
        guard status == 1 else {
            ERR_clear_error()
            return nil
        }
        return String(decoding: name[..<length], as: UTF8.self)
    }

    /// Whether the encoding spelled the curve out instead of naming it.
    private var isOfExplicitCurve: Bool {
        var isExplicit: Int32 = 0
        let status = EVP_PKEY_get_int_param(pointer, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &isExplicit)
        ERR_clear_error()
        return status == 1 && isExplicit == 1
    }
}

extension AsymmetricKeySpec {
    /// OpenSSL's name of the kind of key.
    fileprivate var typeName: String {
        switch family {
        case .rsa: "RSA"
        case .sm2: "SM2"
        case .ec, .edwards25519, .mlDsa, .mlKem: "EC"
        }
    }

    var modulusBits: Int? {
        switch self {
        case .rsa2048: 2048
        case .rsa3072: 3072
        case .rsa4096: 4096
        default: nil
        }
    }

    /// OpenSSL's name of the curve.
    var groupName: String? {
        switch self {
        case .eccNistP256: "prime256v1"
        case .eccNistP384: "secp384r1"
        case .eccNistP521: "secp521r1"
        case .eccSecgP256k1: "secp256k1"
        case .sm2: "SM2"
        default: nil
        }
    }
}
