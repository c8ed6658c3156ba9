import AWSJSON
import Identity
import Testing

@testable import WebIdentity

@Suite("An issuer's keys") struct KeyRingTests {
    let world = World()

    @Test("are read once for many tokens") func areRemembered() async throws {
        let key = try await TestKey.es256()
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        for _ in 0..<10 {
            _ = try await verifier.verifiedPayload(of: try key.sign(World.claims), issuer: World.issuer)
        }
        #expect(keys.count == 1)
    }

    @Test("are read once by many who ask at the same time") func areReadTogether() async throws {
        let key = try await TestKey.es256()
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        let token = try key.sign(World.claims)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer) }
            }
            try await group.waitForAll()
        }
        #expect(keys.count == 1)
    }

    @Test("are read again for a key id that is new") func areRenewed() async throws {
        let old = try await TestKey.es256(id: "old")
        let new = try await TestKey.es256(id: "new")
        let keys = HandKeys([old.jwk()])
        let verifier = try world.verifier(keys)
        _ = try await verifier.verifiedPayload(of: try old.sign(World.claims), issuer: World.issuer)
        keys.set([new.jwk()])
        world.clock.advance(seconds: 30)
        _ = try await verifier.verifiedPayload(of: try new.sign(World.claims), issuer: World.issuer)
        #expect(keys.count == 2)
        await world.expect(.noSuchKey, of: try old.sign(World.claims), from: verifier)
    }

    @Test("are not read at every token with an unknown key id") func areNotReadTooOften() async throws {
        let key = try await TestKey.es256(id: "known")
        let stranger = try await TestKey.es256(id: "unknown")
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        for _ in 0..<20 { await world.expect(.noSuchKey, of: try stranger.sign(World.claims), from: verifier) }
        #expect(keys.count == 1)
        world.clock.advance(seconds: 29)
        await world.expect(.noSuchKey, of: try stranger.sign(World.claims), from: verifier)
        #expect(keys.count == 1)
        world.clock.advance(seconds: 1)
        for _ in 0..<20 { await world.expect(.noSuchKey, of: try stranger.sign(World.claims), from: verifier) }
        #expect(keys.count == 2)
    }

    @Test("that are withdrawn are not believed after an hour") func areForgotten() async throws {
        let key = try await TestKey.es256(id: "a")
        let other = try await TestKey.es256(id: "b")
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        let token = try key.sign(World.claims)
        _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer)
        keys.set([other.jwk()])
        world.clock.advance(seconds: 3599)
        _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer)
        world.clock.advance(seconds: 1)
        await world.expect(.noSuchKey, of: token, from: verifier)
    }

    @Test("that can't be read serve for a day from when they could") func areStale() async throws {
        let key = try await TestKey.es256()
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        let token = try key.sign(World.claims)
        _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer)
        keys.fail()
        world.clock.advance(seconds: 24 * 3600 - 1)
        _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer)
        world.clock.advance(seconds: 1)
        await world.expect(.keysUnavailable("out of order"), of: token, from: verifier)
    }

    @Test("that could never be read let nobody in, and are tried again") func areMissing() async throws {
        let key = try await TestKey.es256()
        let keys = HandKeys([key.jwk()])
        keys.fail()
        let verifier = try world.verifier(keys)
        let token = try key.sign(World.claims)
        for _ in 0..<5 { await world.expect(.keysUnavailable("out of order"), of: token, from: verifier) }
        #expect(keys.count == 1)
        keys.set([key.jwk()])
        world.clock.advance(seconds: 30)
        _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer)
    }

    @Test("are not believed longer because a clock was set back") func clockGoesBack() async throws {
        let key = try await TestKey.es256()
        let keys = HandKeys([key.jwk()])
        let verifier = try world.verifier(keys)
        let token = try key.sign(World.claims)
        _ = try await verifier.verifiedPayload(of: token, issuer: World.issuer)
        world.clock.advance(seconds: -100_000)
        keys.fail()
        await world.expect(.keysUnavailable("out of order"), of: token, from: verifier)
    }
}

@Suite("A JWK Set") struct KeySetTests {
    @Test("that is none is refused") func isRefused() async throws {
        let key = try await TestKey.es256().jwk()
        let wrongs: [[UInt8]] = [
            [], Array("{}".utf8), Array("[]".utf8), Array("{\"keys\":{}}".utf8), Array("<html>".utf8),
            TestKey.set([]), TestKey.set([.null, .string("x"), .object([])]),
            TestKey.set([JSONValue](repeating: key, count: 101)),
            TestKey.set([key]) + [UInt8](repeating: UInt8(ascii: " "), count: KeySet.bytesMax),
        ]
        for wrong in wrongs { await #expect(throws: KeySourceError.self) { try await KeySet(parsing: wrong) } }
    }

    @Test("keeps what can be used of it") func keepsWhatIsUsable() async throws {
        let good = try await TestKey.es256(id: "good").jwk()
        let set = try await KeySet(
            parsing: TestKey.set([
                .object([.init("kty", .string("oct")), .init("k", .string("AAAA"))]),
                .object([.init("kty", .string("EC")), .init("crv", .string("P-256")), .init("x", .string("AA"))]),
                .object([.init("kty", .string("RSA")), .init("n", .string("AQAB")), .init("e", .string("AQAB"))]),
                .object([.init("kty", .string("OKP")), .init("crv", .string("X25519")), .init("x", .string("AA"))]),
                .object([.init("kty", .string("AKP"))]), good,
            ]))
        #expect(set.keys.map(\.id) == ["good"])
    }

    @Test("does not have an RSA key that is too small or too large") func hasSizes() async throws {
        for bytes in [128, 255, 1025] {
            let modulus = [UInt8](repeating: 0xC5, count: bytes)
            let json = JSONValue.object([
                .init("kty", .string("RSA")), .init("n", .string(TestKey.part(modulus))), .init("e", .string("AQAB")),
            ])
            await #expect(throws: KeySourceError.self) { try await KeySet(parsing: TestKey.set([json])) }
        }
    }
}
