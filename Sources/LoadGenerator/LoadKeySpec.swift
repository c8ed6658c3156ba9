/// What kind of key is measured with: of the asymmetric specs those that sign, and the algorithm they are asked for.
public struct LoadKeySpec: Hashable, Sendable {
    /// As KMS spells it, for example `ECC_NIST_P256`.
    public let name: String
    let usage: String
    /// For Sign and GenerateMac.
    let algorithm: String

    public static let symmetric = LoadKeySpec("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "")

    private init(_ name: String, _ usage: String, _ algorithm: String) {
        self.name = name
        self.usage = usage
        self.algorithm = algorithm
    }

    /// What an operation is measured with if nothing else is asked for.
    static func standard(for operation: LoadOperation) -> LoadKeySpec {
        switch operation {
        case .sign: LoadKeySpec(named: "ECC_NIST_P256") ?? .symmetric
        case .generateMac: LoadKeySpec(named: "HMAC_256") ?? .symmetric
        default: .symmetric
        }
    }

    /// Nil if no such key can be measured with.
    public init?(named name: String) {
        guard let algorithm = Self.algorithms[name] else { return nil }
        self.init(name, name.hasPrefix("HMAC") ? "GENERATE_VERIFY_MAC" : "SIGN_VERIFY", algorithm)
    }

    public static var names: [String] { algorithms.keys.sorted() }

    private static let algorithms = [
        "RSA_2048": "RSASSA_PKCS1_V1_5_SHA_256", "RSA_3072": "RSASSA_PKCS1_V1_5_SHA_256",
        "RSA_4096": "RSASSA_PKCS1_V1_5_SHA_256", "ECC_NIST_P256": "ECDSA_SHA_256", "ECC_NIST_P384": "ECDSA_SHA_384",
        "ECC_NIST_P521": "ECDSA_SHA_512", "ECC_SECG_P256K1": "ECDSA_SHA_256",
        "ECC_NIST_EDWARDS25519": "ED25519_SHA_512", "ML_DSA_44": "ML_DSA_SHAKE_256", "ML_DSA_65": "ML_DSA_SHAKE_256",
        "ML_DSA_87": "ML_DSA_SHAKE_256", "HMAC_224": "HMAC_SHA_224", "HMAC_256": "HMAC_SHA_256",
        "HMAC_384": "HMAC_SHA_384", "HMAC_512": "HMAC_SHA_512",
    ]
}
