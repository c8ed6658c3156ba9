import Crypto

/// What a key signs, once the algorithm and the form of the message are known to fit each other.
enum SigningInput: Sendable {
    case message([UInt8])
    case digest([UInt8])
    case mu([UInt8])
}

/// The hash functions that the algorithms name.
enum Hash: Sendable {
    case sha1, sha256, sha384, sha512

    func digest(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .sha1: [UInt8](Insecure.SHA1.hash(data: message))
        case .sha256: [UInt8](SHA256.hash(data: message))
        case .sha384: [UInt8](SHA384.hash(data: message))
        case .sha512: [UInt8](SHA512.hash(data: message))
        }
    }

    var bytes: Int {
        switch self {
        case .sha1: Insecure.SHA1.byteCount
        case .sha256: SHA256.byteCount
        case .sha384: SHA384.byteCount
        case .sha512: SHA512.byteCount
        }
    }
}

extension SigningAlgorithm {
    /// The hash of RSA and ECDSA; the others hash inside the algorithm.
    var hash: Hash? {
        switch self {
        case .rsassaPssSha256, .rsassaPkcs1V15Sha256, .ecdsaSha256: .sha256
        case .rsassaPssSha384, .rsassaPkcs1V15Sha384, .ecdsaSha384: .sha384
        case .rsassaPssSha512, .rsassaPkcs1V15Sha512, .ecdsaSha512: .sha512
        case .sm2dsa, .mlDsaShake256, .ed25519Sha512, .ed25519PhSha512: nil
        }
    }

    /// How long a digest must be that this algorithm signs, in bytes; nil if it signs none.
    public var digestBytes: Int? {
        switch self {
        case .sm2dsa: 32
        case .ed25519PhSha512: 64
        case .mlDsaShake256, .ed25519Sha512: nil
        default: hash?.bytes
        }
    }

    /// What a key has to sign for a message in the given form.
    func input(_ message: [UInt8], _ form: MessageForm) throws(CryptoError) -> SigningInput {
        switch (form, self) {
        case (.raw, .sm2dsa), (.raw, .mlDsaShake256), (.raw, .ed25519Sha512): .message(message)
        case (.raw, _): .digest(try required(hash).digest(of: message))
        case (.digest, _): .digest(try message.checked(for: required(digestBytes)))
        case (.externalMu, .mlDsaShake256): .mu(try message.checked(for: MLDSA.muBytes))
        case (.externalMu, _): throw .notSupported
        }
    }
}

private func required<Value>(_ value: Value?) throws(CryptoError) -> Value {
    guard let value else { throw .notSupported }
    return value
}

extension [UInt8] {
    fileprivate func checked(for length: Int) throws(CryptoError) -> [UInt8] {
        guard count == length else { throw .invalidLength }
        return self
    }
}
