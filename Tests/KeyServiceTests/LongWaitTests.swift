import AWSJSON
import KMSModel
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

    @Test func whoHasWaitedTooLongIsThrottled() async throws {
        let world = try await World()
        let request = try await key("ECC_NIST_P384", in: world)
        // Between two looks at the clock lies the wait.
        world.clock.advance(millisecondsALook: LongComputation.waitMax + 1)
        try await world.expect(.throttlingException, Self.message, .sign, request)
    }

    @Test func whoHasNotIsServed() async throws {
        let world = try await World()
        let request = try await key("ECC_NIST_P384", in: world)
        world.clock.advance(millisecondsALook: LongComputation.waitMax)
        _ = try await world.ok(.sign, request)
    }

    @Test func whatIsComputedAtOnceDoesNotWait() async throws {
        let world = try await World()
        let request = try await key("ECC_NIST_P256", in: world)
        world.clock.advance(millisecondsALook: LongComputation.waitMax + 1)
        _ = try await world.ok(.sign, request)
    }
}
