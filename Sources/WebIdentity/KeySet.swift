import AWSJSON
import JWTKit

/// An identity provider's public keys: a JWK Set (RFC 7517, section 5).
struct KeySet: Sendable {
    let keys: [IssuerKey]

    static let bytesMax = 256 * 1024
    static let keysMax = 100

    /// Keys of other kinds, and for other uses, are passed over.
    /// - Throws: `KeySourceError` if the bytes are no JWK Set or have no key that can be used.
    init(parsing bytes: [UInt8]) async throws(KeySourceError) {
        guard bytes.count <= Self.bytesMax else { throw KeySourceError("more than \(Self.bytesMax) bytes") }
        guard let json = try? JSONValue(parsing: bytes, depthMax: 8), let elements = json["keys"]?.elements else {
            throw KeySourceError("not a JWK Set")
        }
        guard elements.count <= Self.keysMax else { throw KeySourceError("more than \(Self.keysMax) keys") }
        var keys: [IssuerKey] = []
        for element in elements { keys += await IssuerKey.all(from: element) }
        guard !keys.isEmpty else { throw KeySourceError("a JWK Set without a public key for signatures") }
        self.keys = keys
    }

    /// Those with the token's key id; without one in the token, or in the set, all that could be meant.
    func keys(for token: SignedToken) -> [IssuerKey] {
        let suited = keys.filter { $0.algorithm == token.algorithm }
        guard let keyID = token.keyID else { return suited }
        return suited.filter { key in key.id.map { $0.utf8.elementsEqual(keyID.utf8) } ?? true }
    }
}

/// A public key and one algorithm that it is for.
struct IssuerKey: Sendable {
    let id: String?
    let algorithm: SignatureAlgorithm
    private let verifier: any JWTAlgorithm

    /// 8192 bits: a larger one would only serve to keep us busy.
    private static let modulusBytesMax = 1024
    private static let exponentBytesMax = 8

    func verifies(_ token: SignedToken) -> Bool {
        token.algorithm == algorithm && (try? verifier.verify(token.signature, signs: token.signedBytes)) == true
    }

    /// - Returns: one for each algorithm; none if the JWK is no public key for signatures.
    static func all(from json: JSONValue) async -> [IssuerKey] {
        guard let keyType = json["kty"]?.string else { return [] }
        if let use = json["use"], use.string != "sig" { return [] }
        if let operations = json["key_ops"]?.elements, !operations.contains(.string("verify")) { return [] }
        var algorithms = SignatureAlgorithm.suited(keyType: keyType, curve: json["crv"]?.string)
        if let own = json["alg"] { algorithms.removeAll { $0.rawValue != own.string } }
        var keys: [IssuerKey] = []
        for algorithm in algorithms {
            guard let key = publicKey(json, keyType, algorithm), let verifier = await verifier(key) else { continue }
            keys.append(IssuerKey(id: json["kid"]?.string, algorithm: algorithm, verifier: verifier))
        }
        return keys
    }

    /// Of its public members alone, whatever else the JWK has.
    private static func publicKey(_ json: JSONValue, _ keyType: String, _ algorithm: SignatureAlgorithm) -> JWK? {
        let (x, y) = (json["x"]?.string, json["y"]?.string)
        switch keyType {
        case "RSA":
            guard let modulus = member(json, "n", bytesMax: modulusBytesMax),
                let exponent = member(json, "e", bytesMax: exponentBytesMax)
            else { return nil }
            return .rsa(algorithm.library, identifier: inner, modulus: modulus, exponent: exponent)
        case "EC":
            let curve = json["crv"]?.string.flatMap { ECDSACurve(rawValue: $0) }
            return .ecdsa(algorithm.library, identifier: inner, x: x, y: y, curve: curve)
        default:
            return .octetKeyPair(algorithm.library, identifier: inner, x: x, y: nil, curve: .ed25519)
        }
    }

    private static func member(_ json: JSONValue, _ name: String, bytesMax: Int) -> String? {
        guard let text = json[name]?.string, let bytes = Base64.decode(text, alphabet: .urlSafe),
            (1...bytesMax).contains(bytes.count)
        else { return nil }
        return text
    }

    /// A collection with this one key, so that nothing that a token says can choose another.
    private static func verifier(_ key: JWK) async -> (any JWTAlgorithm)? {
        let collection = JWTKeyCollection()
        do {
            try await collection.add(jwk: key)
            return try await collection.getKey(for: inner)
        } catch {
            return nil
        }
    }

    private static let inner: JWKIdentifier = "key"
}
