import AWSJSON
import KMSModel
import Records
import Testing

@testable import KeyService

@Suite struct LastUsageTests {
    private static let created = 1_700_000_000.0

    private func lastUsage(
        _ key: String, in world: World, region: String = World.region
    ) async throws -> JSONValue {
        try #require(try await world.ok(.getKeyLastUsage, ["KeyId": .string(key)], in: region)["KeyLastUsage"])
    }

    @Test func aKeyThatWasNeverUsedHasAnEmptyUsage() async throws {
        let world = try await World()
        let key = try await world.newKey()
        world.clock.advance(days: 1)
        let answer = try await world.ok(.getKeyLastUsage, ["KeyId": .string(world.arn(key))])
        #expect(answer["KeyId"]?.string == key)
        #expect(answer["KeyLastUsage"] == .object([]))
        #expect(answer["TrackingStartDate"]?.double == Self.created)
        #expect(answer["KeyCreationDate"]?.double == Self.created)
    }

    @Test func theLastUseIsToldWithItsRequest() async throws {
        let world = try await World()
        let key = try await world.newKey()
        _ = try await world.encrypt("x", key)
        world.clock.advance(seconds: 5)
        let body = JSONValue.members(["KeyId": .string(key), "KeySpec": .string("AES_256")]).encoded
        let outcome = await world.service.perform(
            .generateDataKey, body: body, caller: World.user, region: World.region, requestID: "request-1",
            eventID: "event-1")
        _ = try outcome.result.get()
        let usage = try await lastUsage(key, in: world)
        #expect(usage["Operation"]?.string == "GenerateDataKey")
        #expect(usage["Timestamp"]?.double == Self.created + 5)
        #expect(usage["KmsRequestId"]?.string == "request-1")
        #expect(usage["CloudTrailEventId"]?.string == "event-1")
        _ = try await world.encrypt("x", key)
        let later = try await lastUsage(key, in: world)
        #expect(later["KmsRequestId"] == nil && later["CloudTrailEventId"] == nil)
    }

    @Test func whatIsNoSuccessfulCryptographicOperationDoesNotCount() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let blob = try await world.encrypt("x", other)
        let id = JSONValue.string(key)
        _ = await world.outcome(.decrypt, ["KeyId": id, "CiphertextBlob": blob])
        _ = await world.outcome(.encrypt, ["KeyId": id, "Plaintext": .blob("x"), "DryRun": .bool(true)])
        _ = await world.outcome(
            .sign, ["KeyId": id, "Message": .blob("x"), "SigningAlgorithm": .string("ED25519_SHA_512")])
        for operation in [KMSOperation.describeKey, .listGrants, .getKeyPolicy] {
            try await world.ok(operation, ["KeyId": id])
        }
        try await world.newGrant(on: key)
        #expect(try await lastUsage(key, in: world) == .object([]))
    }

    @Test func reEncryptUsesBothKeys() async throws {
        let world = try await World()
        let (source, destination) = (try await world.newKey(), try await world.newKey())
        let blob = try await world.encrypt("x", source)
        try await world.ok(.reEncrypt, ["CiphertextBlob": blob, "DestinationKeyId": .string(destination)])
        for key in [source, destination] {
            #expect(try await lastUsage(key, in: world)["Operation"]?.string == "ReEncrypt")
        }
    }

    @Test func aSignatureThatIsNotTheKeysIsNoUse() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: "ECC_NIST_P256", usage: "SIGN_VERIFY"))
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Message": .blob("x"), "SigningAlgorithm": .string("ECDSA_SHA_256"),
        ]
        let signature = try #require(try await world.ok(.sign, request)["Signature"])
        #expect(try await lastUsage(key, in: world)["Operation"]?.string == "Sign")
        let other = request.with(["Message": .blob("y"), "Signature": signature])
        #expect(try await world.refusal(.verify, other)?.code == .kmsInvalidSignatureException)
        #expect(try await lastUsage(key, in: world)["Operation"]?.string == "Sign")
        try await world.ok(.verify, request.with(["Signature": signature]))
        #expect(try await lastUsage(key, in: world)["Operation"]?.string == "Verify")
    }

    @Test func keysAreNamedByIDOrARN() async throws {
        let world = try await World()
        let missing = "1234abcd-12ab-34cd-56ef-1234567890ab"
        try await world.expect(
            .notFoundException, "Key '\(world.arn(missing))' does not exist", .getKeyLastUsage,
            ["KeyId": .string(missing)])
        #expect(
            try await world.refusal(.getKeyLastUsage, ["KeyId": .string("alias/a")])?.code == .invalidArnException)
        let key = try await world.newKey()
        let error = try await world.refusal(
            .getKeyLastUsage, ["KeyId": .string(world.arn(key))], as: World.stranger)
        #expect(error?.code == .accessDeniedException)
    }

    @Test func everyOperationThatCountsIsKnown() {
        for tracked in KeyLastUsageTrackingOperation.allCases {
            #expect(KMSOperation(rawValue: tracked.rawValue) != nil, "\(tracked)")
        }
    }

    @Test func aDamagedRecordIsAnErrorAndStopsNothingElse() async throws {
        let world = try await World(store: InterceptedStore(forge: { $0.damaged(ifOf: "key-usage") }))
        let (key, other) = (try await world.newKey(), try await world.newKey())
        _ = try await world.encrypt("x", key)
        try await world.service.flush()
        world.clock.advance(seconds: 1)
        _ = try await world.encrypt("x", key)
        _ = try await world.encrypt("x", other)
        try await world.service.flush()
        let error = try await world.refusal(.getKeyLastUsage, ["KeyId": .string(key)])
        #expect(error?.code == .kmsInternalException)
        let stored = try await world.store.scan(
            UsageRecord.collection, account: World.account, region: World.region, after: nil, limit: 10)
        #expect(Set(stored.map(\.id.name)) == [key, other])
    }
}
