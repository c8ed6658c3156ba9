import AWSJSON

/// A JWT in its compact form (RFC 7515, section 7.1), taken apart and not believed yet.
struct SignedToken: Sendable {
    let algorithm: SignatureAlgorithm
    let keyID: String?
    /// The text of the claims.
    let payload: [UInt8]
    /// What the signature is over.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    /// What STS takes (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
    static let bytesMax = 20_000
    private static let keyIDBytesMax = 1024

    /// - Returns: nil for anything but a JWT that is signed with one of the algorithms.
    init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax else { return nil }
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.decode(parts[0]), let payload = Self.decode(parts[1]),
            let signature = Self.decode(parts[2]), !signature.isEmpty,
            let json = try? JSONValue(parsing: header, depthMax: 8), let name = json["alg"]?.string,
            let algorithm = SignatureAlgorithm(rawValue: name),
            // Whoever does not understand an extension that is marked as critical must refuse (section 4.1.11).
            json["crit"] == nil
        else { return nil }
        if let keyID = json["kid"] {
            guard let text = keyID.string, text.utf8.count <= Self.keyIDBytesMax else { return nil }
            self.keyID = text
        } else {
            keyID = nil
        }
        self.algorithm = algorithm
        self.payload = payload
        self.signature = signature
        signedBytes = Array(bytes[..<parts[1].endIndex])
    }

    private static func decode(_ part: ArraySlice<UInt8>) -> [UInt8]? {
        Base64.decode(Array(part), alphabet: .urlSafe)
    }
}
