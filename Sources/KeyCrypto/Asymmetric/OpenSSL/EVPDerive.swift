import COpenSSL

extension EVPKey {
    func sharedSecret(with peerPublicKeyDER: [UInt8]) throws(CryptoError) -> [UInt8] {
        let peer = try EVPKey(spec, publicDER: peerPublicKeyDER)
        if spec.family == .sm2 { return try multiplySM2(peerPublicKeyDER.suffix(65)) }
        let context = try EVPContext(self)
        try ensure(EVP_PKEY_derive_init(context.pointer))
        try ensure(EVP_PKEY_derive_set_peer(context.pointer, peer.pointer), or: .invalidKey)
        return try output { EVP_PKEY_derive(context.pointer, $0, $1) }
    }

    /// The x coordinate of a checked point times the private number: OpenSSL has ECDH for "EC" keys, none for "SM2"
    /// keys.
    private func multiplySM2(_ encodedPoint: [UInt8]) throws(CryptoError) -> [UInt8] {
        var number: OpaquePointer?
        try ensure(EVP_PKEY_get_bn_param(pointer, OSSL_PKEY_PARAM_PRIV_KEY, &number))
        defer { BN_clear_free(number) }
        BN_set_flags(number, BN_FLG_CONSTTIME)
        let group = try unwrapped(EC_GROUP_new_by_curve_name(NID_sm2))
        defer { EC_GROUP_free(group) }
        let point = try unwrapped(EC_POINT_new(group))
        defer { EC_POINT_free(point) }
        let shared = try unwrapped(EC_POINT_new(group))
        defer { EC_POINT_clear_free(shared) }
        try ensure(EC_POINT_oct2point(group, point, encodedPoint, encodedPoint.count, nil), or: .invalidKey)
        try ensure(EC_POINT_mul(group, shared, nil, point, number, nil))
        return try Self.x(of: shared, on: group)
    }

    private static func x(of point: OpaquePointer, on group: OpaquePointer) throws(CryptoError) -> [UInt8] {
        let x = try unwrapped(BN_new())
        defer { BN_clear_free(x) }
        try ensure(EC_POINT_get_affine_coordinates(group, point, x, nil, nil))
        var bytes = [UInt8](repeating: 0, count: 32)
        guard BN_bn2binpad(x, &bytes, 32) == 32 else { throw .libraryFailure }
        return bytes
    }
}
