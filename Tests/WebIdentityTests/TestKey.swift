import AWSJSON
import JWTKit
import WebIdentity

/// A key of an identity provider, with its private part.
struct TestKey {
    let id: String?
    /// As in a header.
    let name: String
    let algorithm: any JWTAlgorithm
    /// Its public part as a JWK, without `kid`, `alg` and `use`.
    let members: [JSONValue.Member]

    func jwk(_ more: [JSONValue.Member] = []) -> JSONValue {
        .object(members + (id.map { [.init("kid", .string($0))] } ?? []) + more)
    }

    /// A token as this key signs it, with the usual header or another.
    func sign(_ claims: JSONValue, header: [JSONValue.Member]? = nil) throws -> String {
        var members: [JSONValue.Member] = [.init("alg", .string(name)), .init("typ", .string("JWT"))]
        if let id { members.append(.init("kid", .string(id))) }
        let signed = Self.part(JSONValue.object(header ?? members).encoded) + "." + Self.part(claims.encoded)
        return signed + "." + Self.part(try algorithm.sign(Array(signed.utf8)))
    }

    static func part(_ bytes: [UInt8]) -> String { Base64.encode(bytes, alphabet: .urlSafe) }

    static func set(_ keys: [JSONValue]) -> [UInt8] { JSONValue.object([.init("keys", .array(keys))]).encoded }
}

extension TestKey {
    private static let inner: JWKIdentifier = "test"

    private static func ec(
        _ key: some ECDSAKey, _ name: String, _ curveName: String, id: String?
    ) async throws -> TestKey {
        guard let (x, y) = key.parameters else { throw TestKeyError.noParameters }
        let algorithm = try await JWTKeyCollection().add(ecdsa: key, kid: inner).getKey(for: inner)
        return TestKey(
            id: id, name: name, algorithm: algorithm,
            members: [
                .init("kty", .string("EC")), .init("crv", .string(curveName)), .init("x", .string(urlSafe(x))),
                .init("y", .string(urlSafe(y))),
            ])
    }

    static func es256(id: String? = "ec") async throws -> TestKey {
        try await ec(ES256PrivateKey(), "ES256", "P-256", id: id)
    }

    static func made(for name: String, id: String?) async throws -> TestKey {
        switch name {
        case "ES256": try await es256(id: id)
        case "ES384": try await ec(ES384PrivateKey(), name, "P-384", id: id)
        case "ES512": try await ec(ES512PrivateKey(), name, "P-521", id: id)
        case "EdDSA": try await ed25519(id: id)
        default: try await rsa(name, id: id)
        }
    }

    static func ed25519(id: String? = "ed") async throws -> TestKey {
        let key = try EdDSA.PrivateKey(curve: .ed25519)
        let algorithm = try await JWTKeyCollection().add(eddsa: key, kid: inner).getKey(for: inner)
        return TestKey(
            id: id, name: "EdDSA", algorithm: algorithm,
            members: [
                .init("kty", .string("OKP")), .init("crv", .string("Ed25519")),
                .init("x", .string(part([UInt8](key.publicKey.rawRepresentation)))),
            ])
    }

    /// One of ours: making an RSA key takes too long for a test.
    static func rsa(_ name: String = "RS256", id: String? = "rsa") async throws -> TestKey {
        let key = try Insecure.RSA.PrivateKey(pem: rsaPEM)
        let digest: DigestAlgorithm = name.hasSuffix("256") ? .sha256 : name.hasSuffix("384") ? .sha384 : .sha512
        let collection = JWTKeyCollection()
        if name.hasPrefix("P") {
            await collection.add(pss: key, digestAlgorithm: digest, kid: inner)
        } else {
            await collection.add(rsa: key, digestAlgorithm: digest, kid: inner)
        }
        return TestKey(
            id: id, name: name, algorithm: try await collection.getKey(for: inner),
            members: [
                .init("kty", .string("RSA")), .init("n", .string(rsaModulus)), .init("e", .string("AQAB")),
            ])
    }

    /// Checks with the key that it signs with.
    static func hmac(_ secret: [UInt8], id: String?) async throws -> TestKey {
        let collection = JWTKeyCollection()
        await collection.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256, kid: inner)
        return TestKey(
            id: id, name: "HS256", algorithm: try await collection.getKey(for: inner),
            members: [.init("kty", .string("oct")), .init("k", .string(part(secret)))])
    }

    static var rsaPublicPEM: String {
        get throws { try Insecure.RSA.PrivateKey(pem: rsaPEM).publicKey.pemRepresentation }
    }

    private static func urlSafe(_ base64: String) -> String { part(Base64.decode(base64) ?? []) }
}

enum TestKeyError: Error { case noParameters }
