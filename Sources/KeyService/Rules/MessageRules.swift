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
            let digestBytes = SigningAlgorithm(rawValue: algorithm.rawValue)?.digestBytes
            guard byteCount == digestBytes else { throw invalidLength(algorithm) }
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

    private static func invalidLength(_ algorithm: SigningAlgorithmSpec) -> Failure {
        .validation("Digest is invalid length for algorithm \(algorithm.rawValue).")
    }
}
