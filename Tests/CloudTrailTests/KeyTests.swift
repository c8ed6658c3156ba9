import AWSJSON
import AuditTrail
import CloudTrail
import CloudTrailModel
import RecordStoreContract
import Records
import Testing

@Suite struct KeyTests {
    private let randomness = SeededRandomness(seed: 7)

    @Test func `the keys are made once and kept`() async throws {
        let world = try await World()
        let first = try await AuditKeyStore.open(store: world.store, randomness: randomness, clock: world.clock)
        world.clock.advance(seconds: 3600)
        let second = try await AuditKeyStore.open(store: world.store, randomness: randomness, clock: world.clock)
        #expect(first.validSince == 1_700_000_000_000)
        #expect(second.validSince == first.validSince)
        #expect(second.digestKey.fingerprint == first.digestKey.fingerprint)
        let signature = try second.digestKey.sign([1, 2, 3])
        #expect(first.publicKeys[0].key.isValid(signature, of: [1, 2, 3]))
    }

    @Test func `starts at the same time get the same keys`() async throws {
        let world = try await World()
        let fingerprints = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...4 {
                group.addTask {
                    try await AuditKeyStore.open(store: world.store, randomness: randomness, clock: world.clock)
                        .digestKey.fingerprint
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(fingerprints.count == 1)
    }

    @Test(arguments: ["audit-chain-key", "audit-digest-key", "audit-digest-key-facts"])
    func `a key that is missing is not made anew`(collection: String) async throws {
        let world = try await World()
        _ = try await AuditKeyStore.open(store: world.store, randomness: randomness, clock: world.clock)
        let id = RecordID(Collection(rawValue: collection), account: "", region: "", name: "1")
        try await world.store.commit([.delete(id, expectedVersion: 1)])
        await #expect(throws: RecordError.self) {
            _ = try await AuditKeyStore.open(store: world.store, randomness: randomness, clock: world.clock)
        }
    }

    @Test func `public keys are listed with their validity`() async throws {
        let key = try DigestKey.generate().publicKey
        let world = try await World(keys: [AuditPublicKey(key: key, validSince: 1_699_000_000_000)])
        let answer = try await world.ok(.listPublicKeys)
        let listed = try #require(answer["PublicKeyList"]?.elements?.first)
        #expect(listed["Fingerprint"]?.string == key.fingerprint)
        #expect(listed["Value"]?.string.flatMap { Base64.decode($0) } == key.pkcs1)
        #expect(listed["ValidityStartTime"]?.double == 1_699_000_000)
        let end = try #require(listed["ValidityEndTime"]?.double)
        #expect(end > 1_700_000_000)
        for (request, count) in [
            (#"{"StartTime":1698000000,"EndTime":1698999999}"#, 0),
            (#"{"StartTime":1698000000,"EndTime":1699000000}"#, 1), (#"{"StartTime":1698000000}"#, 1),
            (#"{"EndTime":1698000000}"#, 0), (#"{"StartTime":4000000000}"#, 0),
        ] {
            let keys = try await world.ok(.listPublicKeys, request)["PublicKeyList"]?.elements
            #expect(keys?.count == count, "\(request)")
        }
        #expect(
            await world.code(.listPublicKeys, #"{"StartTime":2,"EndTime":1}"#) == .invalidTimeRangeException)
        #expect(await world.code(.listPublicKeys, #"{"NextToken":"x"}"#) == .invalidTokenException)
    }
}
