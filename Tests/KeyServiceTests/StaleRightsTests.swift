import AWSJSON
import KMSModel
import KeyService
import RecordStoreContract
import Testing

/// Two processes share a store, and one has not heard yet what the other changed.
@Suite struct StaleRightsTests {
    @Test func whoLostARightMeanwhileDoesNotChangeTheKey() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let bob = Caller.user("bob", policies: [World.identityPolicy("Allow", "kms:UpdateKeyDescription")])
        let request: [String: JSONValue] = ["KeyId": .string(key), "Description": .string("mine")]
        try await world.ok(.updateKeyDescription, request, as: bob)

        let other = KeyService(store: world.sealed, clock: world.clock, randomness: SeededRandomness(seed: 2))
        let denial = World.keyPolicy(World.statement("Deny", ["kms:UpdateKeyDescription"], to: World.bob))
        let body = JSONValue.object([.init("KeyId", .string(key)), .init("Policy", .string(denial))]).encoded
        let changed = await other.perform(.putKeyPolicy, body: body, caller: World.user, region: World.region)
        #expect((try? changed.result.get()) != nil)

        let again = request.merging(["Description": .string("still mine")]) { $1 }
        try await world.expectDenied(
            "with an explicit deny in a resource-based policy", .updateKeyDescription, again, as: bob)
        #expect(try await world.metadata(key)["Description"]?.string == "mine")
    }

    @Test func whatAReplicaWouldBeIsConditionedByItsPrimary() async throws {
        let world = try await World()
        let key = try await world.newKey(["MultiRegion": .bool(true)])
        let request: [String: JSONValue] = ["KeyId": .string(key), "ReplicaRegion": .string("eu-west-1")]
        func caller(_ spec: String, _ type: String) -> Caller {
            let condition =
                #"{"StringEquals":{"kms:KeySpec":"\#(spec)","kms:MultiRegionKeyType":"\#(type)"}}"#
            return .user(
                "bob",
                policies: [
                    World.identityPolicy("Allow", "kms:ReplicateKey"),
                    World.identityPolicy("Allow", "kms:CreateKey", when: condition),
                ])
        }
        #expect(try await !world.allows(.replicateKey, request, as: caller("RSA_2048", "REPLICA")))
        #expect(try await !world.allows(.replicateKey, request, as: caller("SYMMETRIC_DEFAULT", "PRIMARY")))
        #expect(try await world.allows(.replicateKey, request, as: caller("SYMMETRIC_DEFAULT", "REPLICA")))
    }
}
