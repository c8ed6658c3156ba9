import AWSJSON
import KMSModel
import KeyService

/// A spec with a usage it allows.
struct KeyKind: Sendable, CustomStringConvertible {
    var spec: String
    var usage: String
    /// A Region in which AWS has it.
    var region = World.region

    var members: [String: JSONValue] { ["KeySpec": .string(spec), "KeyUsage": .string(usage)] }
    var description: String { "\(spec) \(usage)" }

    static let signing =
        ["RSA_2048", "RSA_3072", "RSA_4096"].map { KeyKind(spec: $0, usage: "SIGN_VERIFY") }
        + [
            "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "ML_DSA_44",
            "ML_DSA_65", "ML_DSA_87",
        ].map { KeyKind(spec: $0, usage: "SIGN_VERIFY") }
        + [KeyKind(spec: "SM2", usage: "SIGN_VERIFY", region: "cn-north-1")]
    static let agreement =
        ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"].map { KeyKind(spec: $0, usage: "KEY_AGREEMENT") }
        + [KeyKind(spec: "SM2", usage: "KEY_AGREEMENT", region: "cn-northwest-1")]
    static let encryption =
        ["RSA_2048", "RSA_3072", "RSA_4096"].map { KeyKind(spec: $0, usage: "ENCRYPT_DECRYPT") }
        + [KeyKind(spec: "SM2", usage: "ENCRYPT_DECRYPT", region: "cn-north-1")]
    static let encapsulation = ["ML_KEM_768", "ML_KEM_1024"].map {
        KeyKind(spec: $0, usage: "ENCAPSULATE_DECAPSULATE")
    }
    static let mac = ["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"].map {
        KeyKind(spec: $0, usage: "GENERATE_VERIFY_MAC")
    }
    static let asymmetric = signing + agreement + encryption + encapsulation

    /// The algorithms that DescribeKey must tell, by its member.
    var algorithms: (member: String, names: [String]) {
        switch usage {
        case "SIGN_VERIFY": ("SigningAlgorithms", signingAlgorithms)
        case "KEY_AGREEMENT": ("KeyAgreementAlgorithms", ["ECDH"])
        case "ENCAPSULATE_DECAPSULATE": ("EncapsulationAlgorithms", ["ML_KEM"])
        case "GENERATE_VERIFY_MAC": ("MacAlgorithms", ["HMAC_SHA_" + spec.dropFirst(5)])
        default: ("EncryptionAlgorithms", spec == "SM2" ? ["SM2PKE"] : ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"])
        }
    }

    private var signingAlgorithms: [String] {
        switch spec {
        case "ECC_NIST_P256", "ECC_SECG_P256K1": ["ECDSA_SHA_256"]
        case "ECC_NIST_P384": ["ECDSA_SHA_384"]
        case "ECC_NIST_P521": ["ECDSA_SHA_512"]
        case "ECC_NIST_EDWARDS25519": ["ED25519_SHA_512", "ED25519_PH_SHA_512"]
        case "SM2": ["SM2DSA"]
        case "ML_DSA_44", "ML_DSA_65", "ML_DSA_87": ["ML_DSA_SHAKE_256"]
        default:
            ["RSASSA_PKCS1_V1_5_SHA_", "RSASSA_PSS_SHA_"].flatMap { name in ["256", "384", "512"].map { name + $0 } }
        }
    }
}

extension World {
    func newKey(_ kind: KeyKind) async throws -> String { try await newKey(kind.members, in: kind.region) }
}

extension [String: JSONValue] {
    func with(_ members: [String: JSONValue]) -> [String: JSONValue] { merging(members) { _, other in other } }
}

extension JSONValue {
    static func bytes(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }
}
