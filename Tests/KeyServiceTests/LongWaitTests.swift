import AWSJSON
import KMSModel
import KeyCrypto
import Testing

@testable import KeyService

/// What waits for a thread of its own.
@Suite struct LongWaitTests {
    private static let message =
        "Rate exceeded"

    private func key(_ spec: String, in world: World) async throws -> [String: JSONValue] {
        let made = try await world.ok(.createKey, ["KeySpec": .string(spec), "KeyUsage": .string("SIGN_VERIFY")])
        let id = try #require(made["KeyMetadata"]?["KeyId"]?.string)
        let algorithm = spec == "ECC_NIST_P384" ? "ECDSA_SHA_384" : "ECDSA_SHA_256"
        return ["KeyId": .string(id), "Message": .bytes([1]), "SigningAlgorithm": .string(algorithm)]
    }

    private func fill(_ places: Places, _ count: Int) { for _ in 0..<count { #expect(places.enter()) } }

    @Test func whoComesWhenManyWaitIsThrottled() async throws {
        let world = try await World()
        let request = try await key("ECC_NIST_P384", in: world)
        fill(world.service.environment.computations, LongComputation.waitingMax)
        try await world.expect(.throttlingException, Self.message, .sign, request)
        world.service.environment.computations.leave()
        // Each leaves the place he took.
        for _ in 0..<3 { _ = try await world.ok(.sign, request) }
    }

    @Test func whatIsComputedAtOnceDoesNotWait() async throws {
        let world = try await World()
        let request = try await key("ECC_NIST_P256", in: world)
        fill(world.service.environment.computations, LongComputation.waitingMax)
        _ = try await world.ok(.sign, request)
    }

    @Test func manyPairsOfOtherSpecsAreMadeWhileManyWaitForRSA() async throws {
        let world = try await World()
        let pool = world.service.environment.pairs
        for places in pool.places.values { fill(places, KeyPairPool.waitingMax) }
        let made = try await withThrowingTaskGroup(of: PrivateKey.self) { group in
            for _ in 0..<128 { group.addTask { try await pool.take(.eccNistP256) } }
            return try await group.reduce(0) { count, _ in count + 1 }
        }
        #expect(made == 128)
    }

    @Test func whoeverComesWhenManyWaitForAnRSAPairIsThrottled() async throws {
        let world = try await World()
        let pool = world.service.environment.pairs
        let places = try #require(pool.places[.rsa2048])
        fill(places, KeyPairPool.waitingMax)
        await #expect(throws: Failure.self) { try await pool.take(.rsa2048) }
        places.leave()
        for _ in 0..<2 { #expect(try await pool.take(.rsa2048).spec == .rsa2048) }
    }
}
