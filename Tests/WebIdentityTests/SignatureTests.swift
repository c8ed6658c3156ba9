import AWSJSON
import Identity
import Testing

@testable import WebIdentity

@Suite("A web identity token's signature") struct SignatureTests {
    let world = World()

    static let algorithms = SignatureAlgorithm.allCases.map(\.rawValue)

    @Test("is believed with each algorithm", arguments: algorithms)
    func isBelieved(_ name: String) async throws {
        let key = try await TestKey.made(for: name, id: "k")
        let payload = try await world.verifier([key.jwk()])
            .verifiedPayload(of: try key.sign(World.claims), issuer: World.issuer)
        #expect(payload == World.claims.encoded)
    }

    @Test("is not believed if a bit of it, or of what it is over, is another", arguments: algorithms)
    func isTampered(_ name: String) async throws {
        let key = try await TestKey.made(for: name, id: "k")
        let verifier = try world.verifier([key.jwk()])
        let parts = try key.sign(World.claims).split(separator: ".").map(String.init)
        var signature = try #require(Base64.decode(parts[2], alphabet: .urlSafe))
        signature[signature.count / 2] ^= 1
        await world.expect(.wrongSignature, of: "\(parts[0]).\(parts[1]).\(TestKey.part(signature))", from: verifier)
        let other = TestKey.part(JSONValue.object([.init("sub", .string("mallory"))]).encoded)
        await world.expect(.wrongSignature, of: "\(parts[0]).\(other).\(parts[2])", from: verifier)
    }

    @Test("is not believed from another's key of the same id") func isAnothers() async throws {
        let key = try await TestKey.es256(id: "k")
        let other = try await TestKey.es256(id: "k")
        await world.expect(
            .wrongSignature, of: try other.sign(World.claims), from: try world.verifier([key.jwk()]))
    }

    @Test("is believed without a key id, whichever of the keys it is") func hasNoKeyID() async throws {
        let keys = [try await TestKey.es256(id: "a"), try await TestKey.es256(id: "b")]
        let token = try keys[1].sign(World.claims, header: [.init("alg", .string("ES256"))])
        let payload = try await world.verifier(keys.map { $0.jwk() }).verifiedPayload(of: token, issuer: World.issuer)
        #expect(payload == World.claims.encoded)
    }

    @Test("is believed if the set's only key has no id") func keyHasNoID() async throws {
        let key = try await TestKey.es256(id: nil)
        let token = try key.sign(World.claims, header: [.init("alg", .string("ES256")), .init("kid", .string("x"))])
        #expect(try await world.verifier([key.jwk()]).verifiedPayload(of: token, issuer: World.issuer) != [])
    }

    @Test("is looked for among keys of its own algorithm only") func keepsToAlgorithm() async throws {
        let key = try await TestKey.rsa("RS256", id: "k")
        let strict = try world.verifier([key.jwk([.init("alg", .string("RS256"))])])
        #expect(try await strict.verifiedPayload(of: try key.sign(World.claims), issuer: World.issuer) != [])
        let other = try await TestKey.rsa("PS256", id: "k")
        await world.expect(.noSuchKey, of: try other.sign(World.claims), from: strict)
    }

    @Test("is of no use with a key for encryption, or for another operation") func isForEncryption() async throws {
        let key = try await TestKey.es256()
        let usable = try await TestKey.ed25519().jwk()
        let token = try key.sign(World.claims)
        for member in [
            JSONValue.Member("use", .string("enc")), .init("key_ops", .array([.string("encrypt")])),
            .init("alg", .string("ECDH-ES")),
        ] {
            await world.expect(.noSuchKey, of: token, from: try world.verifier([key.jwk([member]), usable]))
        }
    }
}

@Suite("A hostile token") struct HostileTokenTests {
    let world = World()

    @Test("without a signature is none", arguments: ["none", "None", "NONE", "nOnE", ""])
    func isUnsigned(_ name: String) async throws {
        let verifier = try world.verifier([try await TestKey.rsa().jwk()])
        let header = TestKey.part(
            JSONValue.object([.init("alg", .string(name)), .init("kid", .string("rsa"))]).encoded)
        let claims = TestKey.part(World.claims.encoded)
        for signature in ["", "AAAA"] {
            await world.expect(.malformed, of: "\(header).\(claims).\(signature)", from: verifier)
        }
    }

    @Test("signed with the public key as a shared secret is none") func confusesAlgorithms() async throws {
        let verifier = try world.verifier([try await TestKey.rsa().jwk()])
        let modulus = try #require(Base64.decode(TestKey.rsaModulus, alphabet: .urlSafe))
        for secret in [Array(try TestKey.rsaPublicPEM.utf8), modulus] {
            let forger = try await TestKey.hmac(secret, id: "rsa")
            await world.expect(.malformed, of: try forger.sign(World.claims), from: verifier)
            // The same, called by the name of what the key is for.
            let header: [JSONValue.Member] = [.init("alg", .string("RS256")), .init("kid", .string("rsa"))]
            await world.expect(.wrongSignature, of: try forger.sign(World.claims, header: header), from: verifier)
        }
    }

    @Test("is not checked with a shared secret from the set") func hasSharedSecret() async throws {
        let secret = try await TestKey.hmac([UInt8](repeating: 7, count: 32), id: "oct")
        let verifier = try world.verifier([secret.jwk(), try await TestKey.es256().jwk()])
        await world.expect(.malformed, of: try secret.sign(World.claims), from: verifier)
    }

    @Test("does not bring its own key along", arguments: ["jwk", "jku", "x5u", "x5c"])
    func bringsKey(_ member: String) async throws {
        let key = try await TestKey.es256(id: "k")
        let mine = try await TestKey.es256(id: "k")
        let value: JSONValue = member == "jwk" ? mine.jwk() : .string("https://mallory.example.com/jwks.json")
        let token = try mine.sign(
            World.claims,
            header: [.init("alg", .string("ES256")), .init("kid", .string("k")), .init(member, value)])
        await world.expect(.wrongSignature, of: token, from: try world.verifier([key.jwk()]))
    }

    @Test("with an unknown key id is not checked with another key") func namesUnknownKey() async throws {
        let key = try await TestKey.es256(id: "k")
        for id in ["other", "K", "../k", ""] {
            let token = try key.sign(
                World.claims, header: [.init("alg", .string("ES256")), .init("kid", .string(id))])
            await world.expect(.noSuchKey, of: token, from: try world.verifier([key.jwk()]))
        }
    }

    @Test("with an extension that must be understood is none") func isCritical() async throws {
        let key = try await TestKey.es256(id: "k")
        let token = try key.sign(
            World.claims,
            header: [
                .init("alg", .string("ES256")), .init("kid", .string("k")), .init("b64", .bool(false)),
                .init("crit", .array([.string("b64")])),
            ])
        await world.expect(.malformed, of: token, from: try world.verifier([key.jwk()]))
    }

    @Test("of a wrong form is none") func hasWrongForm() async throws {
        let key = try await TestKey.es256(id: "k")
        let verifier = try world.verifier([key.jwk()])
        let token = try key.sign(World.claims)
        let deep = TestKey.part(Array(String(repeating: "[", count: 5000).utf8))
        let wrongs = [
            "", ".", "..", "...", "a.b.c", token + ".", "." + token, token + "=", token + " ", "x" + token,
            String(token.dropLast(token.count / 2)), "\(deep).\(deep).\(deep)", token.replacing(".", with: ".."),
            "e30.e30.e30", String(repeating: "é", count: 100),
        ]
        for wrong in wrongs { await world.expect(.malformed, of: wrong, from: verifier) }
    }

    @Test("that is huge is none") func isHuge() async throws {
        let key = try await TestKey.es256(id: "k")
        let claims = JSONValue.object([.init("pad", .string(String(repeating: "a", count: 20_000)))])
        let verifier = try world.verifier([key.jwk()])
        await world.expect(.malformed, of: try key.sign(claims), from: verifier)
        await world.expect(.malformed, of: String(repeating: "a", count: 1 << 20), from: verifier)
    }

    @Test("of an issuer without keys is refused before anything is read") func hasUnknownIssuer() async throws {
        let key = try await TestKey.es256()
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        for issuer in ["https://idp.example.com", "https://idp.example.com/tenant/", "https://IDP.example.com/tenant"] {
            await #expect(throws: WebIdentityFault.unknownIssuer) {
                try await verifier.verifiedPayload(of: try key.sign(World.claims), issuer: issuer)
            }
        }
        #expect(keys.count == 0)
    }
}
