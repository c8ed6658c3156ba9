import KMSModel
import KeyCrypto

/// Which form of message a signing algorithm takes
/// (https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html, `MessageType`).
enum MessageRules {
    static func form(
        _ type: MessageType?, _ algorithm: SigningAlgorithmSpec, byteCount: Int
    ) throws(Failure) -> MessageForm {
        let type = type ?? .raw
        guard allowed(algorithm).contains(type) else {
            throw .validation("Message type \(type.rawValue) is not supported for algorithm \(algorithm.rawValue).")
        }
        switch type {
        case .raw: return .raw
        case .digest:
            guard byteCount == digestBytes(algorithm) else { throw invalidLength(algorithm) }
            return .digest
        case .externalMu:
            guard byteCount == externalMuBytes else { throw invalidLength(algorithm) }
            return .externalMu
        }
    }

    private static let externalMuBytes = 64

    private static func allowed(_ algorithm: SigningAlgorithmSpec) -> [MessageType] {
        switch algorithm {
        case .mlDsaShake256: [.raw, .externalMu]
        case .ed25519Sha512: [.raw]
        case .ed25519PhSha512: [.digest]
        default: [.raw, .digest]
        }
    }

    private static func digestBytes(_ algorithm: SigningAlgorithmSpec) -> Int {
        switch algorithm {
        case .rsassaPssSha384, .rsassaPkcs1V15Sha384, .ecdsaSha384: 48
        case .rsassaPssSha512, .rsassaPkcs1V15Sha512, .ecdsaSha512, .ed25519PhSha512: 64
        default: 32
        }
    }

    private static func invalidLength(_ algorithm: SigningAlgorithmSpec) -> Failure {
        .validation("Digest is invalid length for algorithm \(algorithm.rawValue).")
    }
}
