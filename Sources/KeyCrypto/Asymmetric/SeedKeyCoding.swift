/// The encodings of keys whose private half is a seed and whose public half is a string of bytes: RFC 8410 (Ed25519),
/// RFC 9881 (ML-DSA), RFC 9935 (ML-KEM). All parts have fixed lengths, so that a key is a fixed prefix and its bytes.
extension AsymmetricKeySpec {
    var seedBytes: Int { family == .mlKem ? 64 : 32 }

    /// SubjectPublicKeyInfo.
    func publicKeyDER(raw: [UInt8]) -> [UInt8] { publicKeyPrefix + raw }

    func rawPublicKey(from der: [UInt8]) throws(CryptoError) -> [UInt8] {
        let prefix = publicKeyPrefix
        guard der.count == prefix.count + rawPublicKeyBytes, der.starts(with: prefix) else { throw .invalidKey }
        return [UInt8](der[prefix.count...])
    }

    func pkcs8(seed: borrowing SecretBytes) -> SecretBytes {
        let prefix = privateKeyPrefix
        return seed.withUnsafeBytes { bytes in
            SecretBytes(count: prefix.count + bytes.count) { target in
                target.copyBytes(from: prefix)
                UnsafeMutableRawBufferPointer(rebasing: target[prefix.count...]).copyMemory(from: bytes)
            }
        }
    }

    func seed(fromPKCS8 pkcs8: borrowing SecretBytes) throws(CryptoError) -> SecretBytes {
        let prefix = privateKeyPrefix
        guard pkcs8.count == prefix.count + seedBytes else { throw .invalidKey }
        return try pkcs8.withUnsafeBytes { bytes throws(CryptoError) in
            guard bytes.starts(with: prefix) else { throw .invalidKey }
            return SecretBytes(count: seedBytes) {
                $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[prefix.count...]))
            }
        }
    }

    private var publicKeyPrefix: [UInt8] {
        let algorithm = DER.element(DER.sequence, objectIdentifier)
        let bits = DER.header(DER.bitString, length: rawPublicKeyBytes + 1) + [0]
        let length = algorithm.count + bits.count + rawPublicKeyBytes
        return DER.header(DER.sequence, length: length) + algorithm + bits
    }

    /// Version 0, the algorithm, and the seed: as an OCTET STRING, or as the choice `[0] seed` of the two lattice
    /// families.
    private var privateKeyPrefix: [UInt8] {
        let seedTag = family == .edwards25519 ? DER.octetString : DER.contextSpecific0
        let seedHeader = DER.header(seedTag, length: seedBytes)
        let privateKey = DER.header(DER.octetString, length: seedHeader.count + seedBytes) + seedHeader
        let head = DER.element(DER.integer, [0]) + DER.element(DER.sequence, objectIdentifier) + privateKey
        return DER.header(DER.sequence, length: head.count + seedBytes) + head
    }

    private var objectIdentifier: [UInt8] {
        let nistAlgorithms: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04]
        let body: [UInt8] =
            switch self {
            case .mlDsa44: nistAlgorithms + [3, 17]
            case .mlDsa65: nistAlgorithms + [3, 18]
            case .mlDsa87: nistAlgorithms + [3, 19]
            case .mlKem768: nistAlgorithms + [4, 2]
            case .mlKem1024: nistAlgorithms + [4, 3]
            default: [0x2b, 0x65, 0x70]
            }
        return DER.element(DER.objectIdentifier, body)
    }

    private var rawPublicKeyBytes: Int {
        switch self {
        case .mlDsa44: 1312
        case .mlDsa65: 1952
        case .mlDsa87: 2592
        case .mlKem768: 1184
        case .mlKem1024: 1568
        default: 32
        }
    }
}

/// The little of DER that these encodings need.
private enum DER {
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let sequence: UInt8 = 0x30
    static let contextSpecific0: UInt8 = 0x80

    static func header(_ tag: UInt8, length: Int) -> [UInt8] {
        switch length {
        case ..<0x80: [tag, UInt8(length)]
        case ..<0x100: [tag, 0x81, UInt8(length)]
        default: [tag, 0x82, UInt8(length >> 8), UInt8(length & 0xff)]
        }
    }

    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { header(tag, length: content.count) + content }
}

extension SecretBytes {
    borrowing func duplicate() -> SecretBytes {
        withUnsafeBytes { source in SecretBytes(count: source.count) { $0.copyMemory(from: source) } }
    }
}
