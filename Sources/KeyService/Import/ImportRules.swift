import KMSModel
import KeyCrypto

/// What may be imported, and how it is wrapped on its way
/// (https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html).
enum ImportRules {
    /// The checks of all operations on imported key material.
    static func check(_ operation: KMSOperation, _ key: Key) throws(Failure) {
        guard key.record.origin == .external else { throw .origin(key) }
        try StateRules.check(operation, key)
    }

    /// The wrapping that a request asks for, if key material of the spec can be wrapped so.
    static func wrapping(
        _ algorithm: AlgorithmSpec, _ keySpec: WrappingKeySpec, for spec: KeySpec, isInChina: Bool
    ) throws(Failure) -> Wrapping {
        let allowed = algorithms(for: spec, isInChina: isInChina)
        guard let known = ImportWrapping(rawValue: algorithm.rawValue), allowed.contains(known) else {
            throw .unsupported(
                "The wrapping algorithm \(algorithm.rawValue) is not supported for key material of \(spec.rawValue).")
        }
        guard let wrappingKey = AsymmetricKeySpec(rawValue: keySpec.rawValue),
            fits(known, wrappingKey, for: spec)
        else {
            throw .unsupported(
                "The wrapping key spec \(keySpec.rawValue) is not supported with \(algorithm.rawValue) for key "
                    + "material of \(spec.rawValue).")
        }
        return Wrapping(algorithm: known, keySpec: wrappingKey)
    }

    private static func algorithms(for spec: KeySpec, isInChina: Bool) -> [ImportWrapping] {
        let direct: [ImportWrapping] = [.rsaesOaepSha1, .rsaesOaepSha256]
        let hybrid: [ImportWrapping] = [.rsaAesKeyWrapSha1, .rsaAesKeyWrapSha256]
        return switch spec {
        case .symmetricDefault, .hmac224, .hmac256, .hmac384, .hmac512: direct
        case .rsa2048, .rsa3072, .rsa4096: isInChina ? [.sm2pke] : hybrid
        case .eccNistP256, .eccNistP384, .eccNistP521, .eccSecgP256k1:
            direct + (isInChina ? [.sm2pke] : hybrid)
        case .sm2: direct + [.sm2pke]
        default: []
        }
    }

    private static func fits(
        _ algorithm: ImportWrapping, _ wrappingKey: AsymmetricKeySpec, for spec: KeySpec
    ) -> Bool {
        switch algorithm {
        case .sm2pke: wrappingKey == .sm2
        case .rsaAesKeyWrapSha1, .rsaAesKeyWrapSha256: wrappingKey != .sm2
        // RSA_2048 encrypts less than such a private key.
        case .rsaesOaepSha1, .rsaesOaepSha256:
            wrappingKey != .sm2 && (spec != .eccNistP521 || wrappingKey != .rsa2048)
        }
    }

    /// How long key material of a spec that has no key pair may be, in bytes
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html).
    static func materialBytes(_ spec: KeySpec) -> ClosedRange<Int>? {
        guard let bytes = SpecRules.randomMaterialBytes(spec) else { return nil }
        return spec == .symmetricDefault ? bytes...bytes : bytes...hmacBytesMax
    }

    private static let hmacBytesMax = 128
}

/// How key material is wrapped on its way.
struct Wrapping: Hashable, Sendable {
    var algorithm: ImportWrapping
    var keySpec: AsymmetricKeySpec
}
